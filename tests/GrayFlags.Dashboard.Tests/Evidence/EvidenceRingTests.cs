using GrayFlags.Dashboard.Evidence;
using NUnit.Framework;

namespace GrayFlags.Dashboard.Tests.Evidence;

/// <summary>Twelve hours in 720 points.</summary>
public sealed class EvidenceRingTests
{
    private static readonly DateTimeOffset Start = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public void TwelveHours_AreThere_InFewPoints_AndInOrder()
    {
        var ring = new EvidenceRing();
        for (var second = 0; second < 13 * 3600; second++)
        {
            ring.Add(Start.AddSeconds(second), second);
        }

        var points = ring.Since(null);

        Assert.That(points, Has.Count.LessThanOrEqualTo(EvidenceRing.MostPoints));
        Assert.That(points.Select(point => point[0]), Is.Ordered);
        Assert.That(points[^1][0] - points[0][0], Is.GreaterThan(11.9 * 3600));
        Assert.That(points.TakeLast(100).Select(point => point[1]), Is.EqualTo(Enumerable.Range((13 * 3600) - 100, 100)));
    }

    [Test]
    public void APeak_IsKept_WhenItsSecondIsGone()
    {
        var ring = new EvidenceRing();
        for (var second = 0; second < 3600; second++)
        {
            ring.Add(Start.AddSeconds(second), second == 7 ? 9 : 0);
        }

        Assert.That(ring.Since(null).Max(point => point[1]), Is.EqualTo(9));
    }

    [Test]
    public void Since_GivesWhatIsNew_AndAClockThatGoesBackBreaksNothing()
    {
        var ring = new EvidenceRing();
        ring.Add(Start, 1);
        ring.Add(Start.AddSeconds(1), 2);
        ring.Add(Start.AddSeconds(-60), 3);

        Assert.That(ring.Since(Start).Select(point => point[1]), Is.EqualTo(new double[] { 3 }));
    }
}
