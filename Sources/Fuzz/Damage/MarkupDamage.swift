import Foundation
import Tensors

/// Damage to MJCF that keeps it XML, most of the time.
enum MarkupDamage {
  /// Changes a model one to three times, and says how.
  static func apply(to data: inout Data, _ chance: inout RandomStream) -> String {
    if chance.oneIn(8) { return ByteDamage.apply(to: &data, &chance) }
    var text = String(decoding: data, as: UTF8.self)
    let times = chance.oneIn(2) ? 1 : 1 + chance.integer(below: 3)
    let done = (0..<times).map { _ in change(&text, &chance) }
    data = Data(text.utf8)
    return done.joined(separator: "; ")
  }

  private static func change(_ text: inout String, _ chance: inout RandomStream) -> String {
    switch chance.integer(below: 10) {
    case 0...3:
      let attributes = text.matches(of: #/ ([a-z]+)="([^"]*)"/#)
      guard !attributes.isEmpty else { return "nothing" }
      let chosen = chance.pick(attributes)
      let value = value(insteadOf: String(chosen.output.2), &chance)
      let name = String(chosen.output.1)
      text.replaceSubrange(chosen.range, with: " \(name)=\"\(value)\"")
      return "\(name)=\"\(value.prefix(60))\""
    case 4:
      let elements = text.matches(of: #/<[a-z]+[^<>]*\/>/#)
      guard !elements.isEmpty else { return "nothing" }
      let chosen = chance.pick(elements)
      let element = String(chosen.output)
      let count = chance.pick([0, 2, 2, 1000])
      text.replaceSubrange(chosen.range, with: String(repeating: element + "\n", count: count))
      return "\(element.prefix(40)) \(count) times"
    case 5:
      let names = text.matches(of: #/<([a-z]+)/#)
      guard !names.isEmpty else { return "nothing" }
      let chosen = chance.pick(names)
      let name = chance.pick(["geom", "body", "joint", "worldbody", "freejoint", "mujoco", "x"])
      text.replaceSubrange(chosen.range, with: "<\(name)")
      return "\(chosen.output.1) opened as \(name)"
    case 6:
      let elements = text.matches(of: #/<[a-z]+(?= )/#)
      guard !elements.isEmpty else { return "nothing" }
      let chosen = chance.pick(elements)
      let attribute = chance.pick(foreignAttributes)
      let value = Extremes.number(&chance)
      text.replaceSubrange(chosen.range, with: "\(chosen.output) \(attribute)=\"\(value)\"")
      return "\(chosen.output) with \(attribute)=\"\(value)\""
    default:
      let (place, snippet) = chance.pick(snippets)
      guard let end = text.range(of: place) else { return "nothing" }
      let inside = snippet.replacingOccurrences(of: "NUMBER", with: Extremes.number(&chance))
      text.insert(contentsOf: inside, at: end.lowerBound)
      return "\(inside.prefix(60)) before \(place)"
    }
  }

  /// Numbers in the place of numbers, of the same count most of the time.
  private static func value(
    insteadOf value: String, _ chance: inout RandomStream
  ) -> String {
    var numbers = value.split(separator: " ").map(String.init)
    guard !numbers.isEmpty, Double(numbers[0]) != nil, !chance.oneIn(6) else {
      return Extremes.text(&chance).replacingOccurrences(of: "\"", with: "&quot;")
        .replacingOccurrences(of: "<", with: "&lt;")
    }
    if chance.oneIn(6) {
      numbers = Array(repeating: numbers[0], count: chance.pick([2, 100, 5000]))
    }
    numbers[chance.integer(below: numbers.count)] = Extremes.number(&chance)
    return numbers.joined(separator: " ")
  }

  private static let foreignAttributes = [
    "childclass", "mocap", "group", "condim", "contype", "margin", "nuser", "mass", "density",
    "solref", "solimp", "range", "ref", "stiffness", "armature", "size", "pos", "quat", "euler",
    "axisangle", "xyaxes", "zaxis", "fromto", "gear", "user", "count", "timestep", "iterations",
  ]

  /// Elements that ask for much, point to what is not there or lead out of the file, each with what it
  /// is put before.
  private static let snippets: [(before: String, text: String)] = {
    let whole = [
      #"<size nuser_body="NUMBER"/>"#, #"<size njmax="NUMBER"/>"#, #"<size nconmax="NUMBER"/>"#,
      #"<size nstack="NUMBER"/>"#, #"<size memory="NUMBER"/>"#, #"<size nkey="NUMBER"/>"#,
      #"<size nuserdata="NUMBER"/>"#, #"<size nuser_sensor="NUMBER"/>"#,
      #"<option timestep="NUMBER"/>"#, #"<option iterations="NUMBER"/>"#,
      #"<option gravity="NUMBER NUMBER NUMBER"/>"#, #"<option integrator="implicit"/>"#,
      #"<include file="fifo"/>"#, #"<include file="model.xml"/>"#, #"<include file="folder"/>"#,
      #"<include file="zero"/>"#, #"<include file="loop"/>"#, #"<include file=""/>"#,
      #"<include file="\#(Scratch.secretPath)"/>"#, #"<include file="/proc/self/environ"/>"#,
      #"<compiler meshdir="NUMBER" texturedir="/"/>"#, #"<compiler inertiafromgeom="NUMBER"/>"#,
      #"<asset><mesh name="m" vertex="0 0 0 1 0 0 0 1 0 0 0 1" face="0 1 NUMBER"/></asset>"#,
      #"<asset><mesh name="m" vertex="0 0 0 1 0 0 0 1 0 NUMBER 0 1"/></asset>"#,
      #"<asset><mesh name="m" file="\#(Scratch.secretPath)"/></asset>"#,
      #"<asset><mesh name="m" file="fifo.stl"/></asset>"#,
      #"<asset><mesh name="m" file="zero.msh"/></asset>"#,
      #"<asset><hfield name="h" nrow="NUMBER" ncol="NUMBER" size="1 1 1 1"/></asset>"#,
      #"<asset><texture name="t" type="2d" builtin="flat" width="NUMBER" height="NUMBER"/></asset>"#,
      #"<asset><texture name="t" type="2d" file="zero.png"/></asset>"#,
      #"<asset><skin name="s" file="zero.skn"/></asset>"#,
      #"<custom><numeric name="n" size="NUMBER" data="1"/></custom>"#,
      #"<custom><tuple name="u"><element objtype="body" objname="none"/></tuple></custom>"#,
      #"<keyframe><key name="k" qpos="NUMBER NUMBER" time="NUMBER"/></keyframe>"#,
      #"<sensor><user name="z" dim="NUMBER"/></sensor>"#,
      #"<sensor><rangefinder name="y" site="none"/></sensor>"#,
      #"<tendon><fixed name="f"><joint joint="none" coef="NUMBER"/></fixed></tendon>"#,
      #"<equality><weld body1="world" body2="none"/></equality>"#,
      #"<contact><exclude body1="world" body2="world"/></contact>"#,
      #"<extension><plugin plugin="mujoco.none"/></extension>"#,
      #"<default><geom NUMBER="1"/></default>"#, "<!--", "<![CDATA[", "<?xml version='9'?>", "&a;",
    ].map { ("</mujoco>", $0) }
    let bodies = [
      #"<body><composite type="grid" count="NUMBER NUMBER 1" spacing="0.1"><geom size="0.01"/></composite></body>"#,
      #"<body><composite type="particle" count="300 300 300" spacing="0.1"><geom size="0.01"/></composite></body>"#,
      #"<body><composite type="box" count="20 20 20" spacing="0.1"><geom size="0.01"/></composite></body>"#,
      #"<body><composite type="rope" count="NUMBER 1 1" spacing="0.1"><geom size="0.01"/></composite></body>"#,
      #"<body><freejoint/><geom size="NUMBER" mass="NUMBER"/></body>"#,
      #"<body><joint type="ball" range="NUMBER NUMBER"/><geom size="0.1"/></body>"#,
      #"<body pos="NUMBER 0 0"><joint/><geom size="0.1" density="NUMBER"/></body>"#,
      #"<body><joint/></body>"#, #"<geom type="mesh" mesh="none"/>"#, #"<geom type="hfield"/>"#,
      #"<camera fovy="NUMBER"/>"#, #"<light active="NUMBER"/>"#, #"<site size="NUMBER"/>"#,
      String(repeating: #"<body><geom size="0.1"/>"#, count: 3000)
        + String(repeating: "</body>", count: 3000),
      String(repeating: #"<geom size="0.1"/>"#, count: 3000),
    ].map { ("</worldbody>", $0) }
    return whole + bodies
  }()
}
