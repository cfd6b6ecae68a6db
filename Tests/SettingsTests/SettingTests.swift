import Settings
import Testing

/// A lamp with settings of every kind.
private struct Lamp: Configurable, Equatable {
  enum Colour: String, CaseIterable, SettingValue { case red, green }

  var power = 5
  var height = 0.5
  var life: Int?
  var isOn = false
  var colour = Colour.red
  var layers = 2

  static let settings: [Setting<Self>] = [
    Setting("power", \Self.power, "In watts.", in: 1...1_000_000),
    Setting("height", \Self.height, short: "h", "In metres.", in: .notNegative),
    Setting("life", \Self.life, "In hours.", in: 1..., absence: "for ever"),
    Setting("isOn", \Self.isOn, "Whether it shines."),
    Setting("colour", \Self.colour, "Of its light."),
    Setting("layers", \Self.layers, "Of its shade.", in: 0...9),
  ]
}

private struct Room: Configurable {
  var lamp = Lamp()
  static let settings: [Setting<Self>] = Lamp.settings(within: "lamp", \Self.lamp)
}

@Suite("Settings") struct SettingTests {
  @Test("a text becomes the value that it says, within the bounds alone")
  func texts() {
    var lamp = Lamp()
    for (name, text) in [
      ("power", "1e3"), ("height", "0.25"), ("life", "7"), ("isOn", "yes"), ("colour", "green"),
    ] {
      let isSet = lamp.set(Lamp.setting(name), to: text)
      #expect(isSet)
    }
    let expected = ["1000", "0.25", "7", "true", "green", "2"]
    #expect(Lamp.settings.map { lamp.text(of: $0) } == expected)
    let before = lamp
    for (name, text) in [
      ("power", "0"), ("power", "1.5"), ("height", "-1"), ("height", "inf"), ("height", "nan"),
      ("life", "0"), ("isOn", "maybe"), ("colour", "blue"),
    ] {
      let isSet = lamp.set(Lamp.setting(name), to: text)
      #expect(!isSet, "\(name) \(text)")
    }
    #expect(lamp == before)
    let isCleared = lamp.set(Lamp.setting("life"), to: "none")
    #expect(isCleared && lamp.life == nil)
  }

  @Test("what is outside its bounds is named together with what it can be")
  func bounds() throws {
    func message(_ change: (inout Lamp) -> Void) throws -> String {
      var lamp = Lamp()
      change(&lamp)
      let error = try #require(throws: SettingError.self) { try lamp.checkBounds() }
      return error.description
    }
    try Lamp().checkBounds()
    #expect(try message { $0.power = 0 } == "power is 0; it must be from 1 to a million.")
    #expect(try message { $0.height = .nan } == "height is nan; it must be from 0.0 upwards.")
    #expect(try message { $0.height = .infinity } == "height is inf; it must be from 0.0 upwards.")
    #expect(try message { $0.life = 0 } == "life is 0; it must be at least 1.")
    #expect(try message { $0.layers = 10 } == "layers is 10; it must be from 0 to 9.")
    #expect(try message { $0.layers = -1 } == "layers is -1; it cannot be negative.")
    #expect(
      Lamp.settings.map(\.kind) == [
        "a whole number from 1 to 1000000", "a number from 0 upwards",
        "a whole number from 1 upwards, or none", "true or false", "one of red, green",
        "a whole number from 0 to 9",
      ])
  }

  @Test("a value of the setting's type is taken as it is, and one of another is not")
  func values() {
    var lamp = Lamp()
    func assign(_ value: Any, _ name: String) -> Bool {
      lamp.assign(value, to: Lamp.setting(name))
    }
    let areTaken = [assign(-3, "power"), assign(8, "life"), assign("bright", "power")]
    #expect(areTaken == [true, true, false])
    #expect(lamp.power == -3 && lamp.life == 8)
    let isTaken = assign(Int?.none as Any, "life")
    #expect(isTaken && lamp.life == nil)
  }

  @Test("a part's settings have its name in front, and change the part")
  func parts() throws {
    var room = Room()
    #expect(Room.settings.map(\.name).prefix(2) == ["lamp.power", "lamp.height"])
    #expect(Room.setting("lamp.height").shortName == "h")
    let isSet = room.set(Room.setting("lamp.power"), to: "60")
    #expect(isSet && room.lamp.power == 60)
    let isTaken = room.assign(0, to: Room.setting("lamp.power"))
    #expect(isTaken)
    let error = try #require(throws: SettingError.self) { try room.checkBounds() }
    #expect(error.setting == "lamp.power")
    #expect(error.description == "lamp.power is 0; it must be from 1 to a million.")
  }

  @Test("a message calls settings by their names, or as whoever shows it calls them")
  func messages() {
    let message: SettingMessage =
      "\(setting: "power") is \(3); add \(setting: "isOn", true), or \(setting: "colour", "red")."
    #expect(message.description == "power is 3; add isOn = true, or colour = red.")
    #expect(
      message.within("lamp").description
        == "lamp.power is 3; add lamp.isOn = true, or lamp.colour = red.")
    let text = message.text(name: { "--\($0)" }, assignment: { "--\($0) \($1)" })
    #expect(text == "--power is 3; add --isOn true, or --colour red.")
    #expect(("One. " + message).description.hasPrefix("One. power is 3"))
  }
}
