import COpenSSL
import Foundation

/// Numbers that tell files apart.
package enum Digest {
  /// The SHA-256 digest (FIPS 180-4) in hexadecimal digits, as `sha256sum` prints it.
  package static func sha256(of data: Data) -> String {
    var digest = SHA256()
    unsafe data.withUnsafeBytes { unsafe digest.update($0) }
    return digest.finish()
  }

  /// The digest of a file's contents.
  package static func sha256(of file: URL) throws(FileError) -> String {
    do {
      let contents = try OpenFile(reading: file.filePath)
      var digest = SHA256()
      try contents.update(&digest, from: 0)
      return digest.finish()
    } catch {
      throw FileError(path: file.filePath, action: "read it", system: error)
    }
  }
}

/// The SHA-256 digest of bytes that come one part after another.
@safe package struct SHA256: ~Copyable {
  private let context: OpaquePointer

  package init() {
    guard let context = unsafe EVP_MD_CTX_new() else { preconditionFailure("there is memory") }
    unsafe self.context = unsafe context
    let status = unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil)
    precondition(status == 1, "libcrypto has SHA-256")
  }

  deinit { unsafe EVP_MD_CTX_free(context) }

  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    let status = unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    precondition(status == 1, "libcrypto takes more bytes")
  }

  package mutating func update(_ bytes: [UInt8]) {
    unsafe bytes.withUnsafeBytes { unsafe update($0) }
  }

  /// The UTF-8 bytes of `text`.
  package mutating func update(_ text: String) { update(Array(text.utf8)) }

  /// The digest of all bytes so far, in hexadecimal digits. No bytes follow.
  package mutating func finish() -> String {
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var count: UInt32 = 0
    let status = unsafe EVP_DigestFinal_ex(context, &digest, &count)
    precondition(status == 1, "libcrypto ends a digest")
    return digest.prefix(Int(count)).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
