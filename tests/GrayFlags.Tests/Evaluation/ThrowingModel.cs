namespace GrayFlags.Tests.Evaluation;

/// <summary>A type of the app whose setter checks what it is given, and throws what nobody expects from JSON.</summary>
internal sealed class ThrowingModel
{
    private string _color = "";

    public string Color
    {
        get => _color;
        set => _color = value.Length < 3 ? value : throw new KeyNotFoundException(value);
    }
}
