import Foundation

/// The valley of the mountain car and its car, as a model whose hill follows the task's formula.
enum MountainCarScene {
  /// The height of the valley, whose slope is what pulls the car; as Gymnasium draws it.
  private static func height(_ x: Double) -> Double { 0.45 * sineAndCosine(3 * x).sine + 0.55 }

  /// The coordinates of the car: its place, its height and its tilt.
  static func pose(_ x: Double) -> [Double] {
    [x, height(x), -slope(x)]
  }

  /// The angle of the ground at a place, upwards to the right.
  private static func slope(_ x: Double) -> Double {
    atan2(1.35 * sineAndCosine(3 * x).cosine, 1)
  }

  /// A flag at the goal.
  static func flag(at x: Double) -> [PosedModel.Box] {
    let foot = height(x)
    return [
      PosedModel.Box(
        center: SIMD3(x, 0, foot + 0.12), halfSize: SIMD3(0.006, 0.006, 0.12),
        color: SIMD3(0.15, 0.17, 0.2)),
      PosedModel.Box(
        center: SIMD3(x + 0.05, 0, foot + 0.205), halfSize: SIMD3(0.05, 0.004, 0.035),
        color: SIMD3(0.8, 0.15, 0.12)),
    ]
  }

  /// Half of the valley's extent from front to back.
  private static let depth = 0.2
  /// The height of the hill's underside, below what the camera sees.
  private static let floor = -0.8

  /// A prism below the curve: four corners (front and back, bottom and top) at each of many places.
  private static let hill: (vertices: String, faces: String) = {
    let places = (0...90).map { -1.8 + 3.0 / 90 * Double($0) }
    let vertices = places.flatMap { x in
      [(-depth, floor), (depth, floor), (depth, height(x)), (-depth, height(x))].map { y, z in
        "\(x) \(y) \(z)"
      }
    }
    var faces = ["0 3 2", "0 2 1"]
    for start in stride(from: 0, to: 4 * (places.count - 1), by: 4) {
      for side in 0..<4 {
        let (near, far) = (start + side, start + (side + 1) % 4)
        faces += ["\(near) \(far) \(far + 4)", "\(near) \(far + 4) \(near + 4)"]
      }
    }
    let end = 4 * (places.count - 1)
    faces += ["\(end) \(end + 1) \(end + 2)", "\(end) \(end + 2) \(end + 3)"]
    return (vertices.joined(separator: " "), faces.joined(separator: " "))
  }()

  static let xml = Array(
    """
    <mujoco model="mountain_car">
      <compiler angle="radian"/>
      <option gravity="0 0 0"/>
      <visual>
        <headlight ambient="0.4 0.4 0.4" diffuse="0.2 0.2 0.2" specular="0 0 0"/>
      </visual>
      <default>
        <geom contype="0" conaffinity="0"/>
        <default class="wheel">
          <geom type="cylinder" size="0.028" rgba="0.15 0.17 0.2 1"/>
        </default>
      </default>
      <asset>
        <texture name="sky" type="skybox" builtin="gradient" width="64" height="384"
                 rgb1="0.95 0.97 1" rgb2="0.75 0.82 0.92"/>
        <mesh name="hill" vertex="\(hill.vertices)" face="\(hill.faces)"/>
      </asset>
      <worldbody>
        <light directional="true" pos="0 0 4" dir="0.2 0.5 -1" diffuse="0.45 0.45 0.45"
               castshadow="false"/>
        <camera name="front" pos="-0.33 -2.35 0.9" xyaxes="1 0 0 0 0.1 0.995"/>
        <geom name="hill" type="mesh" mesh="hill" rgba="0.45 0.55 0.42 1"/>
        <geom name="wall" type="box" pos="-1.3 0 0.9" size="0.02 \(0.8 * depth) 0.16" rgba="0.35 0.4 0.45 1"/>
        <body name="car">
          <joint name="x" type="slide" axis="1 0 0"/>
          <joint name="z" type="slide" axis="0 0 1"/>
          <joint name="tilt" type="hinge" axis="0 1 0"/>
          <geom name="body" type="box" pos="0 0 0.07" size="0.08 0.06 0.028" rgba="0.13 0.25 0.42 1"/>
          <geom name="roof" type="box" pos="-0.01 0 0.11" size="0.04 0.05 0.015" rgba="0.13 0.25 0.42 1"/>
          <geom name="rear" class="wheel" fromto="-0.045 -0.07 0.028 -0.045 0.07 0.028"/>
          <geom name="fore" class="wheel" fromto="0.045 -0.07 0.028 0.045 0.07 0.028"/>
        </body>
      </worldbody>
    </mujoco>
    """.utf8)
}
