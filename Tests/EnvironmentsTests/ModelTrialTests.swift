import Environments
import Foundation
import Testing

/// Models that crash MuJoCo, or keep it busy, while it compiles them.
@Suite struct ModelTrialTests {
  private let folder: TaskFolder

  init() throws { folder = try TaskFolder(example: "cart_push") }

  /// What is said about the example's model with something before its bodies.
  private func failure(with part: String, _ limits: ModelTrial.Limits) throws -> String? {
    try folder.replace("<worldbody>", with: "\(part)<worldbody>", in: "cart_push.xml")
    return ModelTrial.failure(of: folder.path("cart_push.xml"), limits: limits)
  }

  /// Enough for a small model, and little enough to be used up in a moment.
  private var tight: ModelTrial.Limits {
    var limits = ModelTrial.Limits()
    limits.processorSeconds = 1
    limits.bytes = 1 << 29
    return limits
  }

  @Test func `a good model passes, and so does one that includes others`() throws {
    #expect(try failure(with: "", tight) == nil)
    try folder.write("<mujoco><option timestep=\"0.02\"/></mujoco>", "more.xml")
    #expect(try failure(with: "<include file=\"more.xml\"/>", tight) == nil)
  }

  @Test func `what MuJoCo says of a model is passed on in one line`() throws {
    let message = try #require(try failure(with: "<nonsense/>", tight))
    #expect(message.contains("unrecognized element") && !message.contains("\n"))
  }

  @Test func `a face beyond a mesh's vertices is an error`() throws {
    let mesh = "<mesh name=\"m\" vertex=\"0 0 0 1 0 0 0 1 0 0 0 1\" face=\"0 1 99999999\"/>"
    let message = try #require(try failure(with: "<asset>\(mesh)</asset>", tight))
    #expect(
      message.hasPrefix("MuJoCo crashed while compiling it (Segmentation fault)"), "\(message)")
    // As anyone meets it.
    let error = try #require(throws: EnvironmentSetupError.self) {
      try folder.source(model: "cart_push.xml", task: "cart_push.yaml")
    }
    #expect(
      error.description.contains("MuJoCo cannot read the model cart_push.xml: MuJoCo crashed"))
  }

  @Test(arguments: [
    "<size nuser_body=\"1000000000\"/>", "<size nuser_geom=\"100000000\"/>",
    "<size nstack=\"1000000000\"/>", "<size njmax=\"100000\"/>", "<size nuserdata=\"2000000000\"/>",
  ])
  func `sizes that no memory holds are an error`(_ size: String) throws {
    let message = try #require(try failure(with: size, tight))
    #expect(!message.isEmpty && !message.hasPrefix("MuJoCo crashed"), "\(message)")
  }

  @Test func `a model that takes too long or too much is an error`() throws {
    let composite = """
      <worldbody><body name="net" pos="0 0 9"><composite type="grid" count="100000 100000 1" \
      spacing="0.1" ><geom size="0.01"/></composite></body></worldbody>
      """
    let message = try #require(try failure(with: composite, tight))
    #expect(message.hasPrefix("compiling it takes more than the "), "\(message)")
  }

  @Test func `an include of a pipe does not wait for anyone`() throws {
    #expect(unsafe mkfifo(folder.path("pipe"), 0o600) == 0)
    let message = try #require(try failure(with: "<include file=\"pipe\"/>", tight))
    #expect(message.contains("pipe"), "\(message)")
  }

  @Test(arguments: ["cart_push.xml", "gone.xml", ".", "/dev/zero", "/dev/null"])
  func `an include of the file itself, of nothing, a folder or a device is an error`(
    _ file: String
  ) throws {
    let message = try #require(try failure(with: "<include file=\"\(file)\"/>", tight))
    #expect(!message.isEmpty, "\(message)")
  }
}
