using System.Text.Json;

namespace GrayFlags.Documents;

/// <summary>A condition of the app's own, with the parameters that a rule gives it.</summary>
public sealed class CustomDefinition : Definition
{
    /// <summary>The parameters, an object. Null: none, written as <c>true</c>.</summary>
    public JsonElement? Parameters { get; init; }
}
