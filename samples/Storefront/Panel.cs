using System.Globalization;
using GrayFlags;

namespace Storefront;

/// <summary>What the buttons of the page change: a document of its own, which overrides the file.</summary>
internal sealed class Panel(InMemoryRuleProvider provider)
{
    private readonly Lock _gate = new();
    private bool? _banner;
    private int? _canary;

    /// <summary>The percentage that the panel has set; null while the file's is in force.</summary>
    public int? Canary
    {
        get
        {
            lock (_gate)
            {
                return _canary;
            }
        }
    }

    public bool IsAsInFile
    {
        get
        {
            lock (_gate)
            {
                return _banner is null && _canary is null;
            }
        }
    }

    public void SetBanner(bool on) => Change(() => _banner = on);

    public void SetCanary(int percent) => Change(() => _canary = percent);

    public void Reset() => Change(() => (_banner, _canary) = (null, null));

    private void Change(Action change)
    {
        lock (_gate)
        {
            change();
            var flags = new List<string>();
            if (_banner is { } banner)
            {
                flags.Add($"\"new-banner\": {(banner ? "true" : "false")}");
            }

            if (_canary is { } canary)
            {
                flags.Add(string.Create(CultureInfo.InvariantCulture, $$"""
                    "new-checkout": { "rules": {
                      "staff":     { "users": ["ana"] },
                      "guangdong": { "regions": ["CN-GD"], "percentage": {{canary}} }
                    } }
                    """));
            }

            provider.SetJson($$"""{ "flags": { {{string.Join(", ", flags)}} } }""");
        }
    }
}
