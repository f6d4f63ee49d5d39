using System.Globalization;
using GrayFlags.Documents.Reading;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Documents;

[Fault("D5"), Fault("D6")]
internal sealed class PercentLiteralTests
{
    // Each literal is its own expected value, written as a decimal of C#. What is out of range is for the compiler to refuse.
    [TestCase("0", "0")]
    [TestCase("-0", "0")]
    [TestCase("-0.000", "0.000")]
    [TestCase("0e999", "0")]
    [TestCase("25", "25")]
    [TestCase("25.10", "25.10")]
    [TestCase("0.001", "0.001")]
    [TestCase("1e-3", "0.001")]
    [TestCase("2.5E1", "25")]
    [TestCase("2.5e+1", "25")]
    [TestCase("1000e-1", "100")]
    [TestCase("100.000", "100")]
    [TestCase("100.0001", "100.0001")]
    [TestCase("-1", "-1")]
    [TestCase("1e-9", "0.000000001")]
    [TestCase("1e-20", "0.00000000000000000001")]
    [TestCase("10000000000000000000000000e-24", "10")]
    [TestCase("25.00000000000000000000000000000000000000", "25")]
    [TestCase("9007199254740993", "9007199254740993")]
    public void TryParse_WhatADecimalHolds_IsExact(string literal, string expected)
    {
        Assert.That(PercentLiteral.TryParse(literal, out var value), Is.True);
        Assert.That(value, Is.EqualTo(decimal.Parse(expected, CultureInfo.InvariantCulture)));
        Assert.That(decimal.IsNegative(value), Is.EqualTo(expected[0] == '-'), "no negative zero");
    }

    // A decimal would make these 0, 0.001, 100 and infinity; the first is FAULTS.md D5's 1e400.
    [TestCase("1e400")]
    [TestCase("1e-21")]
    [TestCase("1e-40")]
    [TestCase("-1e-40")]
    [TestCase("1e-99999999999999999999")]
    [TestCase("0.001000000000000000000000000009")]
    [TestCase("100.0000000000000000000000000000001")]
    [TestCase("99.99999999999999999999999999999999")]
    [TestCase("")]
    [TestCase("-")]
    [TestCase("e")]
    [TestCase("1e")]
    [TestCase(" 1")]
    [TestCase("1,5")]
    [TestCase("1_000")]
    [TestCase("0x10")]
    [TestCase("Infinity")]
    public void TryParse_WhatADecimalWouldRoundOrIsNoNumber_IsRefused(string literal) => Assert.That(PercentLiteral.TryParse(literal, out _), Is.False);

    [Test]
    public void TryParse_MoreCharactersThanANameHas_IsRefused()
    {
        Assert.That(PercentLiteral.TryParse(new string('0', 127) + "1", out _), Is.True);
        Assert.That(PercentLiteral.TryParse(new string('0', 128) + "1", out _), Is.False);
    }
}
