import ReferenceChecks
import Testing

/// Cases that lack what other cases of their file have, and cases of things that are not here.
@Suite struct LackingGroupTests {
  private func findings(_ copy: AlteredCopy) throws -> ReferenceFindings {
    let result = try copy.compare()
    guard case .compared(let findings) = result.outcome else {
      throw ReferenceError.nothingToCompare("\(result)")
    }
    return findings
  }

  private func counts(_ findings: ReferenceFindings) -> [String: Int] {
    Dictionary(
      findings.deviations.all.map { ($0.dataset, $0.count) },
      uniquingKeysWith: { first, _ in first })
  }

  /// A file, one of its groups with another name that takes the same place in order, what needs the
  /// group, and what does not.
  @Test(arguments: [
    ("policy/mlp.h5", "losses", "lossez", ["losses/values"], ["outputs/values", "outputs/mean"]),
    ("policy/gru.h5", "outputs", "outputz", ["outputs/values"], ["losses/values"]),
    ("policy/gru.h5", "stored", "storez", ["losses/ratio"], ["outputs/values"]),
    ("policy/gru.h5", "gradients", "gradientz", ["gradients/critic_head_bias"], ["losses/values"]),
    ("optim/kfac.h5", "eigenvalues_g", "eigenvalues_h", ["eigenvalues_g"], ["m_gg", "parameters"]),
    ("optim/kfac.h5", "parameters", "parameterz", ["parameters"], ["m_gg", "preconditioned"]),
    ("optim/optimizers.h5", "state", "statz", [], ["parameters"]),
    ("optim/optimizers.h5", "parameters", "parameterz", ["parameters"], ["learning_rates"]),
  ])
  func `a case that lacks a group is compared as far as it goes`(
    path: String, group: String, other: String, needing: [String], independent: [String]
  ) throws {
    let copy = try AlteredCopy(path)
    let whole = try findings(copy)
    #expect(whole.skipped.isEmpty)
    try copy.renameFirst(group, to: other)
    #expect(try copy.compare().isGood)
    let rest = try findings(copy)
    let (before, after) = (counts(whole), counts(rest))
    for name in needing { #expect(after[name] ?? 0 < before[name] ?? 0, "\(name)") }
    for name in independent { #expect(after[name] == before[name], "\(name)") }
    #expect(after.values.reduce(0, +) < before.values.reduce(0, +))

    // What was left out is named: the group, and what the file has instead.
    try #require(rest.skipped.count == 1)
    #expect(rest.skipped[0].hasPrefix("cases/") && rest.skipped[0].hasSuffix("/\(group)"))
    let lost = rest.unknown.filter { $0.hasPrefix(rest.skipped[0].replacing(group, with: other)) }
    #expect(!lost.isEmpty)
    #expect(
      "\(try copy.compare())".contains("skipped, as this case lacks it: \(rest.skipped[0])\n"))

    // And the rest is compared in earnest.
    let place = try #require(rest.skipped[0].split(separator: "/").dropFirst().first)
    let parameters = path.hasPrefix("policy/") ? "weights/critic_head_weight" : "learning_rates"
    guard path != "optim/kfac.h5" else { return }
    try copy.changeValue(of: "cases/\(place)/\(parameters)")
    #expect(try !copy.compare().isGood)
  }

  @Test func `a group that no case has is missing, and not skipped`() throws {
    let copy = try AlteredCopy("policy/mlp.h5")
    try copy.replace("losses", by: "lossez")
    #expect(try !copy.compare().isGood)
  }

  @Test
  func `a case with parameters that no policy here has is named, and the others are compared`()
    throws
  {
    let copy = try AlteredCopy("policy/flex_base.h5")
    let whole = try findings(copy)
    // HDF5 finds names by their order, which stays.
    try copy.replace("shared_layer0", by: "shared_layer-")
    let rest = try findings(copy)
    #expect(try copy.compare().isGood)
    let known = ["cases/obs3_h16_discrete5_layers1_shared0"]
    #expect(rest.unknown.count == 3 && rest.unknown.allSatisfy { !known.contains($0) })
    let (before, after) = (counts(whole), counts(rest))
    #expect(try #require(after["outputs/values"]) < #require(before["outputs/values"]))
  }

  @Test func `a file without a case that is known is as one that nobody knows`() throws {
    let copy = try AlteredCopy("policy/gru.h5")
    try copy.replace("gru_weight_ih", by: "gru_weight_iz")
    let result = try copy.compare()
    guard case .unknown = result.outcome else {
      Issue.record("\(result)")
      return
    }
  }
}
