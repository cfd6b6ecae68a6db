import Foundation

/// A colour by how it looks: CIELAB with the white of D65, in cylindrical coordinates.
struct LabColor {
  /// From 0, black, to 100, white.
  let lightness: Double
  let chroma: Double
  /// In radians.
  let hue: Double

  /// The colour in sRGB, as `#rrggbb`; what sRGB does not have is moved to its nearest edge.
  var text: String {
    let base = (lightness + 16) / 116
    let (x, y, z) = (
      0.950_47 * Self.cube(base + chroma * cos(hue) / 500), Self.cube(base),
      1.088_83 * Self.cube(base - chroma * sin(hue) / 200)
    )
    let linear = [
      3.240_454_2 * x - 1.537_138_5 * y - 0.498_531_4 * z,
      -0.969_266 * x + 1.876_010_8 * y + 0.041_556 * z,
      0.055_643_4 * x - 0.204_025_9 * y + 1.057_225_2 * z,
    ]
    let bytes = linear.map { Int((255 * min(max(Self.companded($0), 0), 1)).rounded()) }
    return String(format: "#%02x%02x%02x", bytes[0], bytes[1], bytes[2])
  }

  private static func cube(_ value: Double) -> Double {
    value > 6.0 / 29 ? value * value * value : (value - 4.0 / 29) * 108 / 841
  }

  private static func companded(_ value: Double) -> Double {
    value <= 0.003_130_8 ? 12.92 * value : 1.055 * pow(value, 1 / 2.4) - 0.055
  }
}
