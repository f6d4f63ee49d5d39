using System.Text;
using GrayFlags.Tests.Kit;
using GrayFlags.Tests.Providers.Http;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.Tests.Lifecycle;

/// <summary>What is saved on disk holds nothing of what is secret among the options.</summary>
[Fault("X11")]
internal sealed class SavedSecretTests
{
    private const string Secret = "S3CR3T-canary";

    [Test]
    public async Task SavedFiles_SecretsInEveryOption_HoldNone()
    {
        using var folder = new TempFolder();
        await using var server = await FaultServer.StartAsync();
        server.Then(Answer.On(etag: $"\"{Secret}\"", version: 1));
        var evaluator = GrayEvaluator.Create(builder =>
        {
            builder.Services.AddGrayFlags(options => options.StateDirectory = folder["state"]);
            builder.AddHttp(new UriBuilder(server.Uri) { Query = $"?team={Secret}" }.Uri, options =>
            {
                options.Headers["Authorization"] = $"Bearer {Secret}";
                options.ConfigureRequest = (request, _) =>
                {
                    request.Headers.Add("X-Token", Secret);
                    return default;
                };
            });
        });
        using (evaluator)
        {
            Assert.That(await evaluator.WaitForReadyAsync(TimeSpan.FromSeconds(30)), Is.True);
            await evaluator.PinAsync(evaluator.Status.Version, "an operator", "a reason");
        }

        Assert.That(server.Requests[0].Headers["X-Token"], Is.EqualTo(Secret), "the secrets were used");
        var files = Directory.GetFiles(folder["state"], "*", SearchOption.AllDirectories);
        var saved = string.Join('\n', files.Select(file => file + "\n" + Encoding.Latin1.GetString(File.ReadAllBytes(file))));
        Assert.That(saved, Does.Contain("flags.json").And.Contain("an operator").And.Not.Contain(Secret));
    }
}
