using System.Text.Json;

namespace GrayFlags.Benchmarks.Loops;

/// <summary>The floor of loading: the framework reads the bytes, and nobody understands them.</summary>
internal sealed class ParseLoop(byte[] json) : Loop
{
    public override int Calls => 1;

    public override int Run()
    {
        using var document = JsonDocument.Parse(json);
        return (int)document.RootElement.ValueKind;
    }
}
