/// What the program is called with, and what it may answer.
package struct FuzzCase: Sendable {
  let kind: Kind
  package let arguments: [String]
  /// What was spoilt, and how.
  let description: String
  /// Whether success would mean that damage was not noticed.
  var mustFail = false
  /// Whether the program may be asked for more than can be done in the time, so that it is enough
  /// that it stops when it is told to.
  var isLong = false
  /// What the program prints however bad the rest is, ending with success.
  var mustPrint: String?
}
