import Tensors

extension HeadSet {
  public static let actor = HeadSet(rawValue: 1)
  public static let critic = HeadSet(rawValue: 2)
  /// Actor and critic.
  public static let both: HeadSet = [.actor, .critic]
}
