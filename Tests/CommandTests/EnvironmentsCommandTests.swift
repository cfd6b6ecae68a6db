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
    // The T-maze's episodes depend on its length, those of games on the player.
    #expect(limits.count == pages.count - 3)
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

  @Test("one environment is shown with the names of its actions and what can be recorded")
  func quantities() throws {
    let place = try Workplace()
    let maze = try place.agents("environments", "MorrisWaterMaze-v0").output
    let rows = maze.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    for row in [
      ["0", "turn_right"], ["3", "stay"], ["position", "2"], ["heading", "1", "rad"],
      ["on_platform", "1", "0", "no,", "1", "yes"],
    ] {
      #expect(rows.contains(row), "\(row)")
    }
    #expect(maze.contains("Each episode has in any case: platform (2)."))
    let cheetah = try place.agents("environments", "HalfCheetah-v4").output
    #expect(cheetah.contains("A step takes 0.05 s."))
    #expect(cheetah.contains("  0      bthigh  -1...1\n"))
    #expect(cheetah.contains("qpos (9), qvel (9), time"))
    let single = try place.agents("environments", "RepeatFirstEasy-v0").output
    #expect(single.contains("suit_is_0") == false && single.contains("spades"))

    let json = try place.agents("environments", "Pendulum-v1", "--json").output
    let page = try #require(
      try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let action = try #require(page["action"] as? [String: Any])
    #expect(action["names"] as? [String] == ["torque"])
    #expect(action["units"] as? [String] == ["N m"])
    #expect(action["low"] as? [Double] == [-2] && action["high"] as? [Double] == [2])
    #expect(page["secondsPerStep"] as? Double == 0.05)
    let state = try #require(page["state"] as? [[String: Any]])
    #expect(state.map { $0["name"] as? String } == ["state"] && state[0]["size"] as? Int == 2)
  }
}
