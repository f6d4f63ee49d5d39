using System.Text.Json.Serialization;

namespace GrayFlags.Dashboard.Wire;

/// <summary>The JSON of the operations API.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 32)]
[JsonSerializable(typeof(Failure))]
[JsonSerializable(typeof(SessionView))]
[JsonSerializable(typeof(SummaryView))]
[JsonSerializable(typeof(FlagList))]
[JsonSerializable(typeof(FlagView))]
[JsonSerializable(typeof(ExplanationView))]
[JsonSerializable(typeof(RolloutView))]
[JsonSerializable(typeof(FleetView))]
[JsonSerializable(typeof(DocumentView))]
[JsonSerializable(typeof(PublishView))]
[JsonSerializable(typeof(VersionDiff))]
[JsonSerializable(typeof(CheckView))]
[JsonSerializable(typeof(CheckRequest))]
[JsonSerializable(typeof(Done))]
[JsonSerializable(typeof(List<RolloutRow>))]
[JsonSerializable(typeof(List<ProviderView>))]
[JsonSerializable(typeof(List<RulesVersion>))]
[JsonSerializable(typeof(List<AuditEntry>))]
[JsonSerializable(typeof(List<EvidenceSeries>))]
[JsonSerializable(typeof(List<DocumentRevision>))]
[JsonSerializable(typeof(List<string>))]
[JsonSerializable(typeof(OperationRequest))]
[JsonSerializable(typeof(PublishRequest))]
[JsonSerializable(typeof(ExplainRequest))]
[JsonSerializable(typeof(DashboardEvent))]
internal sealed partial class DashboardJson : JsonSerializerContext;
