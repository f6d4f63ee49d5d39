using System.Reflection;
using GrayFlags.AspNetCore.Telemetry;
using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.AspNetCore.Tests.Shadowing;
using GrayFlags.Documents.Problems;
using GrayFlags.Tests.Architecture;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Telemetry;

/// <summary>Nothing that comes from outside forges a line of the log, or is one.</summary>
public sealed class LogTests
{
    private const string Forged = "a\r\nINFO forged\u2028\u202e\u0085";

    [Test, Fault("X12")]
    public async Task Line_IsOneLine_WhateverIsAskedAndNamed()
    {
        await using var site = await TestSite.StartAsync(
            """{ "flags": { "a": false, "tried": { "default": false } } }""",
            app =>
            {
                app.MapGet("/{flag}", (string flag, IGrayEvaluator flags) => flags.IsEnabled(flag));
                app.MapGet("/gated", () => "in").RequireGrayFlag(Forged);
                app.MapGet("/old", () => "old").WithGrayShadow("tried", 1, o => o.Equal = (_, _) => throw new InvalidOperationException(Forged));
                app.MapGet("/long", () => new string('a', 100)).WithGrayShadow("tried", 1, o => o.MaxBodyBytes = 10);
            },
            flags => flags.AddAspNetCore(o =>
            {
                o.OverrideKey = [.. Enumerable.Range(0, 32).Select(number => (byte)number)];
                o.RegionHeader = "X-Region";
                o.Attributes = (http, _) => throw new InvalidOperationException(http.Request.Query["message"]);
            }));
        using var counts = new ShadowCounts(site.Services);
        var forged = Uri.EscapeDataString(Forged);
        foreach (var path in new[] { "/" + forged, "/gated?message=" + forged, "/old", "/long" })
        {
            using var response =
                await site.SendAsync(path, (GrayOverrideHeader.Name, forged), ("X-Region", forged), ("Cookie", ".GrayFlags.Anonymous=" + forged));
        }

        await counts.WaitAsync();
        var lines = site.Log.Entries.Where(entry => entry.Category.StartsWith("GrayFlags", StringComparison.Ordinal)).ToList();
        Assert.That(lines.Select(line => line.EventId.Id), Is.SupersetOf(new[] { 100, 500, 501, 503, 504 }), "each kind that could be forged was written");
        Assert.That(
            lines.Select(line => line.Message),
            Has.None.Matches<string>(message => message.Any(character => char.IsControl(character) || character is '\u2028' or '\u202e')));
    }

    [TestCase("plain, 结账 👋", "plain, 结账 👋")]
    [TestCase("a\r\nb", @"a\u{d}\u{a}b")]
    [TestCase("\u001b\u009f\u2028\u202e\u2069\ufeff", @"\u{1b}\u{9f}\u{2028}\u{202e}\u{2069}\u{feff}")]
    [Fault("X12")]
    public void Text_IsShownWithoutMarks(string text, string shown) => Assert.That(LogSafeText.Name(text), Is.EqualTo(shown));

    [Test, Fault("X12")]
    public void Text_ThatIsLong_IsCut()
    {
        Assert.That(LogSafeText.Name(new string('a', 1000)), Is.EqualTo(new string('a', 128) + '…'));
        Assert.That(LogSafeText.Name(new string('a', 127) + "👋…"), Is.EqualTo(new string('a', 127) + "👋…"), "and never in the middle of a character");
    }

    // Messages are constants of [LoggerMessage], so that nothing is ever part of a template.
    [Test, Fault("X13")]
    public void Logging_IsDoneByGeneratedMethodsOnly()
    {
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        var methods = typeof(Log).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(all).Cast<MethodBase>().Concat(type.GetConstructors(all)))
            .Where(method => method.GetMethodBody() is not null)
            .Select(method => (Method: method, Called: IlReader.Members(method, method.GetMethodBody()!)))
            .ToList();
        var loggers = methods.Where(method => method.Called.Any(
            called => called.DeclaringType == typeof(LoggerExtensions) || (called.DeclaringType == typeof(ILogger) && called.Name == nameof(ILogger.Log))));
        var callers = methods.Where(method => method.Called.Any(called => called.DeclaringType == typeof(Log)));

        Assert.That(
            loggers.Select(logger => $"{logger.Method.DeclaringType}.{logger.Method.Name}")
                .Where(name => !name.StartsWith(typeof(Log).FullName!, StringComparison.Ordinal)),
            Is.Empty);
        Assert.That(callers.Select(caller => caller.Method.DeclaringType), Is.Not.Empty, "the reader sees calls");
        Assert.That(typeof(Log).GetMethods(all).Where(method => method.IsPublic && method.GetCustomAttribute<LoggerMessageAttribute>() is null), Is.Empty);
    }
}
