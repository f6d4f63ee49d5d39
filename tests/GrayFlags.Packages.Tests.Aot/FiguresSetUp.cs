using NUnit.Framework;

namespace GrayFlags.Packages.Tests.Aot;

/// <summary>The table of figures, begun before the first fixture, whichever of them a filter leaves.</summary>
[SetUpFixture]
internal sealed class FiguresSetUp
{
    [OneTimeSetUp]
    public static void Begin() => Figures.Begin();
}
