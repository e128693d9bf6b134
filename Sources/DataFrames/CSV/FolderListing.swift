#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif
internal import Statistics

/// The files of a folder; unsafe because the system lists names by pointers.
enum FolderListing {
  /// The paths of a folder's files in the order of their names' bytes, without those whose names
  /// begin with `.` or `_`.
  static func parts(of path: String) throws(EvaluationError) -> [String] {
    let needed = "a folder of CSV files"
    guard !path.utf8.contains(0) else {
      throw .file(path: path, needed: needed, found: "a path with NUL")
    }
    guard let folder = unsafe opendir(path) else {
      throw ByteFile.failure(path, errno, needed: needed)
    }
    defer { unsafe _ = closedir(folder) }
    var names: [String] = []
    guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else {
      throw .file(path: path, needed: needed, found: "entries without names")
    }
    while true {
      errno = 0
      guard let entry = unsafe readdir(folder) else { break }
      // An entry is as long as its name; the field's declared size may reach beyond it.
      let start = unsafe UnsafeRawPointer(entry) + offset
      let name = unsafe String(validatingCString: start.assumingMemoryBound(to: CChar.self))
      guard let name else {
        throw .file(path: path, needed: "file names in UTF-8", found: "another name")
      }
      if !name.hasPrefix("."), !name.hasPrefix("_") { names.append(name) }
    }
    guard errno == 0 else { throw ByteFile.failure(path, errno, needed: needed) }
    guard !names.isEmpty else { throw .file(path: path, needed: needed, found: "no file in it") }
    let start = path.hasSuffix("/") ? path : path + "/"
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { start + $0 }
  }
}
