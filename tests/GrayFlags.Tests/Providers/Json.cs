namespace GrayFlags.Tests.Providers;

/// <summary>Small documents.</summary>
internal static class Json
{
    /// <summary>A document with one flag; names of one length give texts of one length.</summary>
    public static string Flag(string name) => $$"""{ "flags": { "{{name}}": true } }""";
}
