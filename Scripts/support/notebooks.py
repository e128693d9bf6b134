"""Turns the swift blocks of documents into programs, and compares what they print with the documents.

notebooks.py extract CLIENT DOCUMENT...            writes a client package, one program for each document
notebooks.py --compare|--update PROGRAMS DOCUMENT... runs the programs built from it
"""

import difflib
import os
import pathlib
import re
import subprocess
import sys
from dataclasses import dataclass

FENCE = re.compile(r"^( *)(`{3,})\s*([^`]*?)\s*$")
IMPORT = re.compile(r"^\s*(?:@\w+\s+)*(?:\w+\s+)?import\s+[\w. ]+$")
MARK = "\x1e"
LONGEST = 300  # seconds

MANIFEST = """\
// swift-tools-version:6.2
import PackageDescription

let package = Package(
  name: "notebooks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "swift-program-evaluation", path: "..")],
  targets: [%s].map {
    .executableTarget(
      name: $0,
      dependencies: [
        .product(name: "ProgramEvaluation", package: "swift-program-evaluation")
      ],
      swiftSettings: [
        .enableUpcomingFeature("MemberImportVisibility"), .treatAllWarnings(as: .error),
      ])
  })
"""
# Flushed, so that after a crash the marks tell which block was the last to start.
MARKER = """\
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

func startOfBlock(_ line: Int) {
  print("\\u{1E}\\(line)")
  fflush(nil)
}
"""


class Fault(Exception):
    """A document or a program that is not as it should be."""


@dataclass
class Fenced:
    tag: str
    first: int  # index of the first line inside the fence
    lines: list

    @property
    def after(self):
        return self.first + len(self.lines) + 1


@dataclass
class Block:
    code: Fenced
    text: Fenced | None

    @property
    def expected(self):
        return self.text.lines if self.text else []


def fenced(document, lines):
    """All fenced parts of a document, in order."""
    found, opening, first = [], None, 0
    for index, line in enumerate(lines):
        match = FENCE.match(line)
        if match and opening is None:
            opening, first = match, index + 1
            if match[1] and match[3] == "swift":
                raise Fault(f"{document}:{index + 1}: an indented swift block: move it to the margin")
        elif match and not match[3] and len(match[2]) >= len(opening[2]):
            found.append(Fenced(opening[3], first, lines[first:index]))
            opening = None
    if opening is not None:
        raise Fault(f"{document}:{first}: this block is never closed")
    return found


def blocks(document, lines):
    """The swift blocks, each with the text block that directly follows it."""
    parts = fenced(document, lines)
    for part, following in zip(parts, parts[1:] + [None]):
        if part.tag == "swift":
            adjacent = (
                following is not None
                and following.tag == "text"
                and not "".join(lines[part.after : following.first - 1]).strip()
            )
            yield Block(part, following if adjacent else None)


def read(document):
    return pathlib.Path(document).read_text(encoding="utf-8").split("\n")


def program_name(document):
    return "Document_" + re.sub(r"\W", "_", pathlib.Path(document).stem)


def write_if_changed(path, text):
    """Leaves the file's date alone where nothing changed, so that nothing is compiled again."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def source(document):
    """One program: the imports, then each block behind its mark, with the document's own line numbers."""
    imports, body = {}, []
    for block in blocks(document, read(document)):
        for line in filter(IMPORT.match, block.code.lines):
            imports[line.strip()] = None
        code = ["" if IMPORT.match(line) else line for line in block.code.lines]
        line_number = block.code.first + 1
        body += [
            f"startOfBlock({line_number})",
            f'#sourceLocation(file: "{document}", line: {line_number})',
            *code,
            "#sourceLocation()",
        ]
    return "\n".join([*imports, *body, ""]) if body else None


def extract(client, documents):
    programs = {}
    for document in documents:
        if text := source(document):
            programs[program_name(document)] = text
    if not programs:
        raise Fault("no document has a swift block: there is nothing to prove")
    client = pathlib.Path(client)
    write_if_changed(client / "Package.swift", MANIFEST % ", ".join(f'"{n}"' for n in programs))
    for name, text in programs.items():
        write_if_changed(client / "Sources" / name / "main.swift", text)
        write_if_changed(client / "Sources" / name / "Marker.swift", MARKER)


def printed(document, programs):
    """What each block printed, by the number of its first line."""
    try:
        run = subprocess.run(
            [os.path.join(programs, program_name(document))],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=LONGEST,
            env=os.environ | {"SWIFT_BACKTRACE": "enable=no"},
        )
    except subprocess.TimeoutExpired:
        raise Fault(f"{document}: its blocks ran longer than {LONGEST} s") from None
    output = {}
    for part in run.stdout.decode("utf-8").split(MARK)[1:]:
        line, _, text = part.partition("\n")
        output[int(line)] = text.removesuffix("\n").split("\n") if text else []
    if run.returncode:
        reason = run.stderr.decode("utf-8", "replace").partition("\nCurrent stack trace")[0].strip()
        raise Fault(f"{document}:{max(output, default=1)}: this block stopped the program\n{reason}")
    for block in blocks(document, read(document)):
        if block.code.first + 1 not in output:
            raise Fault(f"{document}:{block.code.first + 1}: the program ended before this block")
    return output


def compare(document, programs):
    """The number of blocks, and the differences as text."""
    lines, differences, count = read(document), [], 0
    output = printed(document, programs)
    for count, block in enumerate(blocks(document, lines), 1):
        line = block.code.first + 1
        if output[line] != block.expected:
            differences.append(f"{document}:{line}: this block prints something else")
            differences += difflib.unified_diff(
                block.expected, output[line], "in the document", "printed", lineterm=""
            )
    return count, differences


def update(document, programs):
    """Rewrites the text blocks, from the last to the first so that line numbers stay true."""
    lines = read(document)
    output = printed(document, programs)
    all_blocks = list(blocks(document, lines))
    for block in reversed(all_blocks):
        new = output[block.code.first + 1]
        if block.text:
            lines[block.text.first : block.text.after - 1] = new
        elif new:
            lines[block.code.after : block.code.after] = ["", "```text", *new, "```"]
    write_if_changed(pathlib.Path(document), "\n".join(lines))
    return len(all_blocks), []


def main(mode, folder, *documents):
    if mode == "extract":
        extract(folder, documents)
        return 0
    if mode not in ("--compare", "--update"):
        raise Fault(f"unknown option {mode}: there is --update")
    total, differences = 0, []
    for document in documents:
        if source(document):
            count, found = (update if mode == "--update" else compare)(document, folder)
            total, differences = total + count, differences + found
    if differences:
        print(*differences, sep="\n", file=sys.stderr)
        return 1
    verb = "rewritten" if mode == "--update" else "print what they say"
    print(f"notebooks: {total} blocks of {len(documents)} documents {verb}")
    return 0


try:
    sys.exit(main(*sys.argv[1:]))
except Fault as fault:
    print(fault, file=sys.stderr)
    sys.exit(1)
