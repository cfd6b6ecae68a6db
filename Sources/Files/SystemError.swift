import Foundation

/// What the operating system says about a failed call, in words for the person at the terminal.
public struct SystemError: Error, Equatable {
  /// The value of `errno`.
  public let code: Int32

  package init(code: Int32) { self.code = code }

  /// The error of the system call that has just failed on this thread.
  package static var latest: SystemError { SystemError(code: errno) }

  /// What keeps an open descriptor from being a file of bytes that stay where they are: `EISDIR` for a
  /// folder, `ESPIPE` for whatever else is no regular file; nil for one that is.
  static func irregularity(of descriptor: Int32) -> SystemError? {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { return .latest }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return nil
    case S_IFDIR: return SystemError(code: EISDIR)
    default: return SystemError(code: ESPIPE)
    }
  }

  /// The system's error that made Foundation fail.
  package init(behind error: any Error) {
    let cause = (error as? CocoaError)?.underlying ?? error
    self.init(code: (cause as? POSIXError)?.code.rawValue ?? EIO)
  }

  /// What is wrong, as the end of a sentence.
  public var reason: String {
    switch code {
    case ENOSPC: "the disk is full"
    case EDQUOT: "your quota on this disk is used up"
    case EFBIG: "the file would become larger than is allowed here"
    case EACCES, EPERM: "permission denied"
    case EROFS: "the file system is read-only"
    case ENOENT: "there is no such file or folder"
    case EEXIST: "it exists already"
    case ENOTDIR: "a part of the path is not a folder"
    case EISDIR: "it is a folder"
    case ESPIPE: "it is not a regular file"
    case EMFILE, ENFILE: "too many files are open"
    case EIO: "the device reports an input/output error"
    case EAGAIN: "another program has it open for writing"
    case EBUSY: "another program is at work there"
    default: unsafe String(cString: strerror(code))
    }
  }

  /// What to do about it, as a sentence without its full stop.
  public var advice: String {
    switch code {
    case ENOSPC, EDQUOT: "Free some space or choose another folder"
    case EFBIG: "Raise the limit (ulimit -f) or choose another folder"
    case EACCES, EPERM: "Change the permissions or choose another place"
    case EROFS: "Choose another folder"
    case EEXIST: "Remove it or choose another name"
    case EMFILE, ENFILE: "Raise the limit (ulimit -n)"
    case EIO: "Check the disk"
    case EAGAIN, EBUSY: "Try again when that program has finished"
    default: "Check the path"
    }
  }
}
