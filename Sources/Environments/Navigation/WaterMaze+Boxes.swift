// The arena and the platform as a picture shows them: 100 units are a metre, and the middle of the
// arena lies at the origin.

extension WaterMazeArena {
  /// Where a place lies in the picture, x and y.
  static func drawn(_ place: Place) -> [Double] {
    [(place.x - size / 2) / 100, (size / 2 - place.y) / 100]
  }

  /// The walls with what hangs on them.
  var boxes: [PosedModel.Box] {
    let half = Self.size / 200
    let (thickness, height) = (0.05, 0.04)
    let along = SIMD3(half + 2 * thickness, thickness, height)
    let across = SIMD3(thickness, half, height)
    let distance = half + thickness
    var boxes = zip(
      wallColors,
      [
        (SIMD3(-distance, 0, height), across), (SIMD3(distance, 0, height), across),
        (SIMD3(0, distance, height), along), (SIMD3(0, -distance, height), along),
      ]
    ).map { color, place in
      PosedModel.Box(
        center: place.0, halfSize: place.1, color: SIMD3(color.x, color.y, color.z))
    }
    if let poster {
      let width = (poster.upperBound - poster.lowerBound) / 200
      boxes.append(
        PosedModel.Box(
          center: SIMD3(0, -distance, 2 * height), halfSize: SIMD3(width, thickness, height),
          color: SIMD3(1, 0, 0)))
    }
    return boxes
  }
}

extension WaterMazePlatform {
  var box: PosedModel.Box {
    let place = WaterMazeArena.drawn(center)
    return PosedModel.Box(
      center: SIMD3(place[0], place[1], 0), halfSize: SIMD3(halfSize / 100, halfSize / 100, 0.02),
      color: SIMD3(1, 0.9, 0.4))
  }
}
