/// The version of the toolkit, which runs and trajectory files name as what wrote them.
public enum ProgramVersion {
  public static let current = "0.1.0"
}
