using System.Text.Json.Serialization;

namespace GrayFlags.Formats.Flagd;

/// <summary>Writes texts as JSON without reflection.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class FlagdJsonContext : JsonSerializerContext;
