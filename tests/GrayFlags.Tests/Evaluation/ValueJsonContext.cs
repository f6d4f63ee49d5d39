using System.Text.Json.Serialization;

namespace GrayFlags.Tests.Evaluation;

/// <summary>The source-generated context of an app.</summary>
[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(ValueModel))]
[JsonSerializable(typeof(ThrowingModel))]
[JsonSerializable(typeof(ThemeModel))]
[JsonSerializable(typeof(int?))]
[JsonSerializable(typeof(int[]))]
internal sealed partial class ValueJsonContext : JsonSerializerContext;
