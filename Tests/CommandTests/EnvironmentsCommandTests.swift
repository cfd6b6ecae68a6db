import Foundation
import Testing

@Suite("Listing environments")
struct EnvironmentsCommandTests {
  @Test("the list has every task and every variant, in JSON as well")
  func list() throws {
    let place = try Workplace()
    let text = try place.agents("environments").output
    let json = try place.agents("environments", "--json").output
    let pages = try #require(
      try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]])
    #expect(pages.count > 110)
    for page in pages {
      let id = try #require(page["id"] as? String)
      #expect(text.contains(id))
      #expect(page["policyInputs"] as? Int ?? 0 > 0)
      #expect((page["observation"] as? [Any])?.isEmpty == false)
      #expect((page["arguments"] as? [Any])?.isEmpty == false)
    }
    let limits = pages.compactMap { $0["maximumEpisodeSteps"] ?? $0["longestEpisode"] }
    // The T-maze's episodes depend on its length.
    #expect(limits.count == pages.count - 1)
  }

  @Test("one environment is shown with its arguments and their defaults")
  func page() throws {
    let place = try Workplace()
    let page = try place.agents("environments", "Hopper-v4").output
    #expect(page.contains("  healthy_z_range=0.7,inf\n"))
    #expect(page.contains("  max_episode_steps=1000\n"))
    #expect(page.contains("Variants: HopperNoVel-v4, HopperNoPos-v4, HopperNoisy-v4"))
    let old = try place.agents("environments", "Hopper-v2")
    #expect(old.error == "Hopper-v2 is an older version; running Hopper-v4 instead.\n")
    let unknown = try place.agents("environments", "Hoper-v4")
    #expect(unknown.status == 64 && unknown.error.contains("Did you mean Hopper-v4"))
  }
}
