using System.Security.Cryptography;
using System.Text.Json;
using GrayFlags.Rollouts.Guards;
using GrayFlags.Rollouts.Guards.Bets;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Guards;

/// <summary>The betting against sequences that another program computed from the same formulas.</summary>
public sealed class GuardVectorTests
{
    private const double Tolerance = 1e-9;
    private const double EvidenceDelta = 0.01;

    private static readonly string PathOfVectors = Path.Combine(TestContext.CurrentContext.TestDirectory, "Rollouts", "Guards", "guard_vectors.json");
    private static readonly JsonElement File = Read();

    private static IEnumerable<TestCaseData> Sequences =>
        File.GetProperty("vectors").EnumerateArray().Select(vector => new TestCaseData(vector).SetArgDisplayNames(vector.GetProperty("name").GetString()!));

    private static IEnumerable<TestCaseData> Splits =>
        File.GetProperty("srm").EnumerateArray().Select(vector => new TestCaseData(vector).SetArgDisplayNames(vector.GetRawText()));

    [Test]
    public void File_NeverEdited()
    {
        Assert.That(
            Convert.ToHexStringLower(SHA256.HashData(System.IO.File.ReadAllBytes(PathOfVectors))),
            Is.EqualTo("4f55df4342bf63b34f1f6a7902643bbd8330be3d3a4fe9cda82090c379352ad3"));
        Assert.That((Sequences.Count(), Splits.Count()), Is.EqualTo((8, 6)));
    }

    [Test]
    public void Ratios_AsInTheFile()
    {
        Assert.That(RiskRatios.All.ToArray(), Is.EqualTo(Numbers(File.GetProperty("RR"))));
    }

    [TestCaseSource(nameof(Sequences))]
    public void Sequence_EveryTick_HasTheEvidenceOfTheFile(JsonElement vector)
    {
        var relative = vector.GetProperty("rel").GetDouble();
        var isEvidence = vector.GetProperty("abs").ValueKind == JsonValueKind.Null;
        IBettingStrategy bets = isEvidence ? new EvidenceBets(relative, EvidenceDelta) : new ComparisonBets(relative, vector.GetProperty("abs").GetDouble());
        var process = new EProcess(isEvidence ? EvidenceBets.Count : RiskRatios.Count);
        foreach (var tick in vector.GetProperty("ticks").EnumerateArray())
        {
            var share = tick.GetProperty("pi").GetDouble();
            foreach (var cell in tick.GetProperty("cells").EnumerateArray().Select(Numbers))
            {
                process.Bet(bets.On(share, cell[0] > 0, process.Mean, 1), [cell[1]], [cell[2]]);
            }

            process.Settle();

            Assert.That(process.LnE, Is.EqualTo(tick.GetProperty("logE").GetDouble()).Within(Tolerance));
            Assert.That(process.Wealth.ToArray(), Is.EqualTo(Numbers(tick.GetProperty("L"))).Within(Tolerance));
            Assert.That((process.Sum, process.Count), Is.EqualTo((tick.GetProperty("S").GetDouble(), tick.GetProperty("n").GetDouble())));
        }
    }

    [TestCaseSource(nameof(Splits))]
    public void Split_HasTheEvidenceOfTheFile(JsonElement vector)
    {
        var evidence = SampleRatioMismatch.LnE(vector.GetProperty("pi").GetDouble(), vector.GetProperty("n1").GetInt64(), vector.GetProperty("n0").GetInt64());

        Assert.That(evidence, Is.EqualTo(vector.GetProperty("logE").GetDouble()).Within(Tolerance));
    }

    private static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetDouble())];

    private static JsonElement Read()
    {
        using var document = JsonDocument.Parse(System.IO.File.ReadAllBytes(PathOfVectors));
        return document.RootElement.Clone();
    }
}
