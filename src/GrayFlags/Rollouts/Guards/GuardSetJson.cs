using System.Text.Json;
using System.Text.Json.Serialization;

namespace GrayFlags.Rollouts.Guards;

/// <summary>What guards know, as the text that a store keeps.</summary>
internal static class GuardSetJson
{
    public static string Write(GuardSetState state) => JsonSerializer.Serialize(state, GuardSetJsonContext.Default.GuardSetState);

    /// <summary>Null for a text that is none of ours.</summary>
    public static GuardSetState? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, GuardSetJsonContext.Default.GuardSetState);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(GuardSetState))]
internal sealed partial class GuardSetJsonContext : JsonSerializerContext;
