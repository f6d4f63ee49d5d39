using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Snapshots;

/// <summary>Random orders of everything that can happen to rules, with restarts between, against a model of what has to be off.</summary>
/// <remarks>
/// The model knows names only: what each source has said is off and not taken back by a document that serves, what operators have turned off, and which version
/// a pin holds. A restart may change nothing of it; what a flag is by its rules is not the model's affair but for one thing: nothing comes on by a restart.
/// </remarks>
[Fault("R2")]
internal sealed class RestartModelTests
{
    private const int Steps = 40;
    private static readonly string[] Flags = ["a", "b", "c"];
    private static readonly string[] Sources = ["first", "second"];

    [Test]
    public async Task AnyOrder_RestartsTurnNothingOn([Range(1, 60)] int seed)
    {
        using var rig = new RestartRig { Configure = options => options.StartEmptyOnInvalidDocument = true };
        var random = new Random(seed);
        var model = new Model();
        var providers = Array.ConvertAll(Sources, name => new InMemoryRuleProvider(null, name));
        var evaluator = rig.Start(providers);
        List<string> story = [];
        for (var step = 0; step < Steps; step++)
        {
            var source = random.Next(Sources.Length);
            var flag = Flags[random.Next(Flags.Length)];
            var off = Flags.Where(_ => random.Next(3) == 0).ToArray();
            switch (random.Next(9))
            {
                case 0 or 1:
                    story.Add($"{Sources[source]} publishes off [{string.Join(',', off)}]");
                    model.Publish(source, off);
                    providers[source].TrySetJson(Document(source, step, off));
                    break;
                case 2:
                    story.Add($"{Sources[source]} brings a bad document, off [{string.Join(',', off)}]");
                    model.Add(source, off);
                    providers[source].TrySetJson(Document(source, step, off).Replace("true", "7", StringComparison.Ordinal));
                    break;
                case 3:
                    story.Add($"{Sources[source]} is away");
                    providers[source].Set(LoadResult.Unavailable("no network"));
                    break;
                case 4 when evaluator.Versions.Count > 0:
                    var version = evaluator.Versions[random.Next(evaluator.Versions.Count)].Version;
                    story.Add($"rollback to {version}");
                    await evaluator.PinAsync(version, "ann", "test");
                    break;
                case 5:
                    story.Add("unpin");
                    await evaluator.UnpinAsync("ann", "test");
                    break;
                case 6:
                    story.Add($"turn {flag} off");
                    model.TurnedOff.Add(flag);
                    await evaluator.TurnOffAsync(flag, "ann", "test");
                    break;
                case 7:
                    story.Add($"turn {flag} on");
                    model.TurnedOff.Remove(flag);
                    await evaluator.TurnOnAsync(flag, "ann", "test");
                    break;
                default:
                    // The new process finds some of its sources away.
                    var isAway = Array.ConvertAll(providers, _ => random.Next(2) == 0);
                    story.Add($"restart, away [{string.Join(',', Sources.Where((_, place) => isAway[place]))}]");
                    var (on, pin) = (OnFlags(evaluator), evaluator.Pin);
                    var loads = await Task.WhenAll(providers.Select(provider => provider.LoadAsync(default).AsTask()));
                    providers = [.. Sources.Select((name, place) => Provider(name, isAway[place] ? LoadResult.Unavailable("no network") : loads[place]))];
                    evaluator = rig.Start(providers);
                    Assert.That(OnFlags(evaluator).Except(on), Is.Empty, () => "a restart has turned something on: " + Tell(seed, story));
                    Assert.That(evaluator.Pin, Is.EqualTo(pin), () => Tell(seed, story));
                    break;
            }

            var wrong = model.Off.Where(name => evaluator.IsEnabled(name)).ToList();
            Assert.That(wrong, Is.Empty, () => Tell(seed, story));
            Assert.That(evaluator.TurnedOff.Select(turned => turned.Flag), Is.EquivalentTo(model.TurnedOff), () => Tell(seed, story));
        }
    }

    private static string[] OnFlags(GrayEvaluator evaluator) => [.. Flags.Where(evaluator.IsEnabled)];

    private static InMemoryRuleProvider Provider(string name, LoadResult load)
    {
        var provider = new InMemoryRuleProvider(null, name);
        provider.Set(load);
        return provider;
    }

    // Each source has flags of all names; some are off by their rules, and a bad document is one with a number for a flag.
    private static string Document(int source, int version, string[] off) =>
        $$"""{ "version": {{version + 1}}, "off": [{{string.Join(',', off.Select(name => $"\"{name}\""))}}],"""
        + $$""" "flags": { {{string.Join(',', Flags.Select(name => $"\"{name}\": true"))}}, "of-{{source}}": true } }""";

    private static string Tell(int seed, List<string> story) => $"seed {seed}:\n  {string.Join("\n  ", story)}";

    private sealed class Model
    {
        private readonly HashSet<string>[] _off = [[], []];

        public HashSet<string> TurnedOff { get; } = [];

        public IEnumerable<string> Off => _off.SelectMany(names => names).Concat(TurnedOff);

        public void Publish(int source, string[] off) => _off[source] = [.. off];

        public void Add(int source, string[] off) => _off[source].UnionWith(off);
    }
}
