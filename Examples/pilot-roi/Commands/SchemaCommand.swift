import ArgumentParser

/// `pilot-roi schema`: the published form of a plan.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema of a plan.",
    discussion: """
      An editor that knows the schema completes a plan and marks its faults: pilot-roi schema > \
      plan.schema.json. The schema holds the form; that a share fits its design, or that costs are of \
      one currency, is said when the plan is run.
      """)

  func run() { print(Self.text, terminator: "") }

  /// The schema as it stands in the repository, compiled into the program.
  static var text: String { String(decoding: PackageResources.plan_schema_json, as: UTF8.self) }
}
