extension EpisodeReplay {
  /// What Gymnasium's information of a step calls the terms of the reward.
  private static let termsInInfo = [
    "control": ["ctrl", "quadctrl"], "distance": ["dist"],
    "forward": ["run", "fwd", "forward", "linvel"], "healthy": ["survive", "alive"],
    "height": ["linup"], "impact": ["impact"],
  ]

  /// Under which names the recording may have a diagnostic.
  func datasets(ofDiagnostic name: String) -> [String] {
    guard name.hasPrefix("reward_") else { return ["info/\(name)", "stale_\(name)_after"] }
    let term = String(name.dropFirst("reward_".count))
    return ["reward_terms/\(term)"] + namesInInfo(ofTerm: term).map { "info/reward_\($0)" }
  }

  private func namesInInfo(ofTerm term: String) -> [String] {
    // With contact forces, the information of Ant has their cost in place of the actions'.
    let hasContactCost = episode.tables["reward_terms/contact"] != nil
    return switch term {
    case "contact" where hasContactCost: ["ctrl"]
    case "control" where hasContactCost: []
    // The information of Pusher has this without its weight.
    case "control" where environmentID == "Pusher-v4": []
    default: Self.termsInInfo[term, default: []]
    }
  }
}
