extension FlipFlop {
  /// A column for each channel: what it shows, and below that the sign of its last pulse.
  public var picture: EnvironmentPicture? {
    let shown = (0..<count).map { channel in
      switch pulse(channel) {
      case 0: PictureCard.Cell(.plain)
      case let sign: PictureCard.Cell(.highlighted, sign > 0 ? "+" : "-")
      }
    }
    let remembered = (0..<count).map { channel in
      isPositive(channel) ? PictureCard.Cell(.solid, "+") : PictureCard.Cell(.shaded, "-")
    }
    return EnvironmentPicture(
      PictureCard(
        lines: [
          PictureCard.Line("upper row", "pulses"), PictureCard.Line("lower row", "last signs"),
        ], grid: [shown, remembered]))
  }
}
