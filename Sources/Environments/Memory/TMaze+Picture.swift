extension TMaze {
  /// The corridor from left to right with the arms at its end, and what the agent is shown. A long
  /// corridor is drawn shorter.
  public var picture: EnvironmentPicture? {
    let length = configuration.corridorLength
    let last = min(length, 20)
    let arm = [PictureCard.Cell](repeating: .init(.absent), count: last)
    var corridor = [PictureCard.Cell](repeating: .init(.plain), count: last + 1)
    corridor[place == length ? last : place * last / length] = .init(.highlighted, "@")
    let goal = PictureCard.Cell(.shaded, "G")
    let card = PictureCard(
      lines: observationLines,
      grid: [
        arm + [goalIsLeft ? goal : .init(.plain)], corridor,
        arm + [goalIsLeft ? .init(.plain) : goal],
      ])
    return EnvironmentPicture(card)
  }
}
