import Files
import Foundation
import Settings

/// What ended a training before its end, and what is left of it.
public struct TrainingFailure: SettingNamingError {
  public let cause: any Error
  /// The updates that were complete.
  public let updateCount: Int
  /// Nil where no checkpoint was saved yet.
  public let newestCheckpoint: URL?

  public var message: SettingMessage {
    let what = (cause as? any SettingNamingError)?.message ?? SettingMessage("\(cause)")
    let saved =
      if case RunDirectoryError.gone = cause { "no checkpoint of it is left here" } else {
        savedText
      }
    let stop = what.description.hasSuffix(".") ? "" : "."
    return what + "\(stop) This ended the training in update \(updateCount + 1); \(saved)."
  }

  private var savedText: String {
    newestCheckpoint.map { "the last checkpoint is \($0.shortPath)" }
      ?? "no checkpoint was saved yet"
  }
}
