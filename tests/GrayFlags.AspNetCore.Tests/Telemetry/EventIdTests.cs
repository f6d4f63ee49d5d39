using System.Reflection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Telemetry;

/// <summary>Event ids of this package, apart from those of the core, which are below 500.</summary>
internal sealed class EventIdTests
{
    [Test]
    public void Ids_AreUniqueAndFromFiveHundredOn()
    {
        var ids = typeof(GrayAspNetCoreOptions).Assembly.GetTypes()
            .SelectMany(type =>
                type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()
            .Select(message => message.EventId)
            .ToArray();

        Assert.That(ids, Is.Not.Empty.And.Unique.And.All.InRange(500, 599));
    }
}
