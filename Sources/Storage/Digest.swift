import COpenSSL
import Foundation

/// Numbers that tell files apart.
package enum Digest {
  /// The SHA-256 digest (FIPS 180-4) in hexadecimal digits, as `sha256sum` prints it.
  package static func sha256(of data: Data) -> String {
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var count: UInt32 = 0
    let status = unsafe data.withUnsafeBytes { bytes in
      unsafe EVP_Digest(bytes.baseAddress, bytes.count, &digest, &count, EVP_sha256(), nil)
    }
    precondition(status == 1, "libcrypto has SHA-256")
    return digest.prefix(Int(count)).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }

  /// The digest of a file's contents.
  package static func sha256(of file: URL) throws(FileError) -> String {
    do {
      return sha256(of: try Data(contentsOf: file, options: .mappedIfSafe))
    } catch {
      throw FileError(
        path: file.filePath, action: "read it", system: SystemError(behind: error))
    }
  }
}
