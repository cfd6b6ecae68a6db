// The arena and the platform as a picture shows them: 100 units are a metre, and the middle of the
// arena lies at the origin. x points to the right and y upwards, as in maps.

extension WaterMazeArena {
  /// Where a place lies in the picture, x and y.
  static func drawn(_ place: Place) -> [Double] {
    [(place.x - size / 2) / 100, (place.y - size / 2) / 100]
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
        (SIMD3(0, -distance, height), along), (SIMD3(0, distance, height), along),
      ]
    ).map { color, place in
      PosedModel.Box(
        center: place.0, halfSize: place.1, color: SIMD3(color.x, color.y, color.z))
    }
    if let poster {
      let width = (poster.upperBound - poster.lowerBound) / 200
      boxes.append(
        PosedModel.Box(
          center: SIMD3(0, distance, 2 * height), halfSize: SIMD3(width, thickness, height),
          color: SIMD3(1, 0, 0)))
    }
    return boxes
  }

  /// The walls as a map shows them, a poster after the wall that it hangs on.
  var walls: [FloorPlan.Wall] {
    let size = Self.size
    let ends: [(Place, Place)] = [
      (Place(0, 0), Place(0, size)), (Place(size, 0), Place(size, size)),
      (Place(0, 0), Place(size, 0)), (Place(0, size), Place(size, size)),
    ]
    var walls = zip(wallColors, ends).map { color, ends in
      FloorPlan.Wall(from: ends.0, to: ends.1, color: SIMD3(color.x, color.y, color.z))
    }
    if let poster {
      walls.append(
        FloorPlan.Wall(
          from: Place(poster.lowerBound, size), to: Place(poster.upperBound, size),
          color: SIMD3(1, 0, 0)))
    }
    return walls
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
