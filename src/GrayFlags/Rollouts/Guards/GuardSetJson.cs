using System.Text.Json;
using System.Text.Json.Serialization;

namespace GrayFlags.Rollouts.Guards;

/// <summary>The state of the guards as JSON for a store.</summary>
internal static class GuardSetJson
{
    public static string Write(GuardSetState state) => JsonSerializer.Serialize(state, GuardSetJsonContext.Default.GuardSetState);

    /// <summary>Returns the state; null for text of another format.</summary>
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
