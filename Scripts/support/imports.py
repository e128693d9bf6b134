"""Compares every target's imports with the manifest (swift package dump-package) on standard input."""

import json
import pathlib
import re
import sys

# The floors of the design: a floor may stand only on floors of a smaller number.
FLOORS = {
    "COpenBLAS": -1,
    "Distributions": 0,
    "LinearAlgebra": 0,
    "Statistics": 1,
    "Aggregates": 2,
    "DataFrames": 2,
    "Regression": 3,
    "ExperimentAnalysis": 4,
    "ExperimentDesign": 4,
    "DifferenceInDifferences": 4,
    "Fairness": 4,
    "InterruptedTimeSeries": 4,
    "Matching": 4,
    "SubgroupEffects": 4,
    "SyntheticControl": 4,
    "TimeToEvent": 4,
    "ROI": 5,
    "Worksheets": 6,
    "Reporting": 7,
    "ProgramEvaluation": 8,
}
# Floors that a service can use without BLAS, whatever they stand on.
WITHOUT_BLAS = {
    "Distributions",
    "Statistics",
    "Aggregates",
    "DataFrames",
    "ExperimentDesign",
    "Fairness",
    "ROI",
    "Worksheets",
    "Reporting",
}
# A business case knows evidence, not the studies that make it.
ROI_STANDS_ON = {"Statistics", "Distributions"}

SYSTEM = {"Glibc", "Musl", "Darwin", "FoundationEssentials"}
TOOLCHAIN = {
    "library": SYSTEM,
    "executable": SYSTEM | {"Foundation"},
    "test": SYSTEM | {"Foundation", "FoundationXML", "Synchronization", "Testing"},
}

IMPORT = re.compile(
    r"^[ \t]*(?:@\w+(?:\([^)]*\))?[ \t]+)*(?:(?:public|package|internal|fileprivate|private)[ \t]+)?"
    r"import[ \t]+(?:(?:struct|class|enum|protocol|typealias|func|let|var)[ \t]+)?(\w+)",
    re.MULTILINE,
)
BLOCK_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def folder(target):
    default = "Tests" if target["type"] == "test" else "Sources"
    return pathlib.Path(target.get("path") or f"{default}/{target['name']}")


def kind(target):
    if target["type"] == "regular":
        return "library" if folder(target).parts[0] == "Sources" else "test"
    return target["type"]


def declared(target):
    return {next(iter(dependency.values()))[0] for dependency in target["dependencies"]}


def imports(target):
    """Each imported module and the first file that imports it."""
    found = {}
    for file in sorted(folder(target).rglob("*.swift")):
        text = BLOCK_COMMENT.sub("", file.read_text(encoding="utf-8"))
        for module in IMPORT.findall(text):
            found.setdefault(module, file)
    return found


def reach(name, graph):
    """All that a target stands on, directly or not."""
    seen, open_names = set(), [name]
    while open_names:
        for below in graph.get(open_names.pop(), ()):
            if below not in seen:
                seen.add(below)
                open_names.append(below)
    return seen


def faults(targets):
    graph = {target["name"]: declared(target) for target in targets}
    # A test needs the program that it runs, whether or not it imports it.
    programs = {target["name"] for target in targets if target["type"] == "executable"}
    modules = {name.replace("-", "_") for name in programs}
    for target in targets:
        name, used = target["name"], imports(target)
        # Tests reach into a program by the name of its module.
        if target["type"] == "test":
            used = {module: place for module, place in used.items() if module not in modules}
        wanted = graph[name] - programs
        allowed = wanted | TOOLCHAIN.get(kind(target), set())
        for module in sorted(used.keys() - allowed):
            yield f"{used[module]}: {name} imports {module}, which it may not or does not declare"
        for module in sorted(wanted - used.keys()):
            yield f"Package.swift: {name} declares {module} and never imports it"
        if folder(target).parts[0] != "Sources":
            continue
        if name not in FLOORS:
            yield f"Package.swift: {name} has no floor in Scripts/support/imports.py"
            continue
        for below in sorted(wanted):
            if FLOORS.get(below, sys.maxsize) >= FLOORS[name]:
                yield f"Package.swift: {name} stands on {below}, which is no floor below it"
        if name in WITHOUT_BLAS and "COpenBLAS" in reach(name, graph):
            yield f"Package.swift: {name} reaches COpenBLAS, and must do without"
        if name == "ROI" and not wanted <= ROI_STANDS_ON:
            yield f"Package.swift: ROI stands on more than {', '.join(sorted(ROI_STANDS_ON))}"


def main():
    targets = [t for t in json.load(sys.stdin)["targets"] if t["type"] != "system"]
    found = list(faults(targets))
    print(*found, sep="\n", file=sys.stderr, end="\n" if found else "")
    if not found:
        print(f"imports: {len(targets)} targets import what they declare, floors in order")
    sys.exit(1 if found else 0)


main()
