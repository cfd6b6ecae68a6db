import Environments

extension VideoCaption {
  /// What fits into a corner.
  var lines: [PictureCard.Line] {
    [
      PictureCard.Line("episode", "\(episode)"), PictureCard.Line("step", "\(step)"),
      PictureCard.Line("return", episodeReturn),
    ]
  }

  /// Everything.
  var allLines: [PictureCard.Line] {
    let numbers = action.prefix(3).map { Double($0).shortText }.joined(separator: " ")
    let last = [
      PictureCard.Line("action", action.count > 3 ? "\(numbers) ..." : numbers),
      PictureCard.Line("reward", reward.map(\.shortText) ?? ""),
    ]
    return lines.prefix(2) + last + lines.suffix(1)
  }
}
