using System.Security.Claims;
using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Components.Web.HtmlRendering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Components;

/// <summary>What a circuit renders: in a scope of its own, which lasts, without a request, for the user whom Blazor Server has given it.</summary>
[Fault("R7")]
public sealed class CircuitTests
{
    private const string Rules = """{ "flags": { "beta": { "rules": { "ana": { "users": ["ana"] } } } } }""";

    [TestCase("ana", "shown")]
    [TestCase("bo", "other")]
    [TestCase(null, "other")]
    public async Task View_InACircuit_AsksForItsUser(string? user, string expected)
    {
        await using var circuit = await Circuit.StartAsync(Rules);
        circuit.SignIn(user);

        Assert.That(await circuit.RenderAsync(), Is.EqualTo(expected));
    }

    [Test]
    public async Task View_InACircuit_FollowsWhoSignsInAndOut()
    {
        await using var circuit = await Circuit.StartAsync(Rules);
        circuit.SignIn(null);
        var seen = new List<string> { await circuit.RenderAsync() };
        foreach (var user in new[] { "ana", "bo", "ana", null })
        {
            await circuit.SignInAsync(user);
            seen.Add(await circuit.ShownAsync());
        }

        Assert.That(seen, Is.EqualTo(new[] { "other", "shown", "other", "shown", "other" }));
    }

    // The component around it renders: after a click, or when it is told of a change.
    [Test]
    public async Task View_InACircuit_FollowsTheFlag()
    {
        await using var circuit = await Circuit.StartAsync(Rules);
        circuit.SignIn("ana");
        var seen = new List<string> { await circuit.RenderAsync() };
        foreach (var rules in new[] { """{ "flags": { "beta": false } }""", Rules, """{ "flags": { "beta": true }, "off": ["beta"] }""" })
        {
            circuit.Site.Rules.SetJson(rules);
            await circuit.RenderAgainAsync();
            seen.Add(await circuit.ShownAsync());
        }

        Assert.That(seen, Is.EqualTo(new[] { "shown", "other", "shown", "other" }));
    }

    // Nobody has told the provider who it is: that throws, and the page must not.
    [Test]
    public async Task View_OfAProviderThatKnowsNobodyYet_AsksForNobody()
    {
        await using var circuit = await Circuit.StartAsync(Rules);

        Assert.That(await circuit.RenderAsync(), Is.EqualTo("other"));
    }

    // What the app says comes before, as everywhere.
    [Test]
    public async Task View_InACircuit_AsksForWhomTheAppSays()
    {
        await using var circuit = await Circuit.StartAsync(Rules);
        circuit.SignIn("bo");
        using (circuit.Site.Services.GetRequiredService<GrayContextAccessor>().Use(new GrayContext("ana")))
        {
            Assert.That(await circuit.RenderAsync(), Is.EqualTo("shown"));
        }
    }

    // A circuit that has ended is not held by the provider of a scope that has not.
    [Test]
    public async Task View_ThatIsGone_ListensToNobody()
    {
        await using var circuit = await Circuit.StartAsync(Rules);
        circuit.SignIn("ana");
        await circuit.RenderAsync();
        await circuit.HideAsync();
        var asked = circuit.Page!.Rendered;
        await circuit.SignInAsync("bo");

        Assert.That((circuit.Page.Rendered, await circuit.ShownAsync()), Is.EqualTo((asked, "")));
    }

    private sealed class Circuit : IAsyncDisposable
    {
        private readonly AsyncServiceScope _scope;
        private readonly HtmlRenderer _renderer;
        private HtmlRootComponent _root;

        private Circuit(TestSite site)
        {
            Site = site;
            _scope = site.Services.CreateAsyncScope();
            _renderer = new HtmlRenderer(_scope.ServiceProvider, site.Services.GetRequiredService<ILoggerFactory>());
        }

        public TestSite Site { get; }

        public Page? Page { get; private set; }

        public static async Task<Circuit> StartAsync(string rules) => new(await TestSite.StartAsync(
            rules,
            _ => { },
            flags => flags.AddAspNetCore(),
            services => services.AddRazorComponents().AddInteractiveServerComponents()));

        // As the hub of Blazor Server does for a new circuit, and providers of apps when a user changes.
        public void SignIn(string? user)
        {
            var provider = (IHostEnvironmentAuthenticationStateProvider)_scope.ServiceProvider.GetRequiredService<AuthenticationStateProvider>();
            var identity = user is null ? new ClaimsIdentity() : new ClaimsIdentity([new Claim("sub", user)], "test");
            provider.SetAuthenticationState(Task.FromResult(new AuthenticationState(new ClaimsPrincipal(identity))));
        }

        public Task SignInAsync(string? user) => _renderer.Dispatcher.InvokeAsync(() => SignIn(user));

        public Task<string> RenderAsync() => _renderer.Dispatcher.InvokeAsync(async () =>
        {
            _root = await _renderer.RenderComponentAsync<Page>(
                ParameterView.FromDictionary(new Dictionary<string, object?> { ["Known"] = (Action<Page>)(page => Page = page) }));
            return _root.ToHtmlString();
        });

        public Task RenderAgainAsync() => _renderer.Dispatcher.InvokeAsync(Page!.RenderAgain);

        public Task HideAsync() => _renderer.Dispatcher.InvokeAsync(Page!.Hide);

        public Task<string> ShownAsync() => _renderer.Dispatcher.InvokeAsync(() => _root.ToHtmlString());

        public async ValueTask DisposeAsync()
        {
            await _renderer.DisposeAsync();
            await _scope.DisposeAsync();
            await Site.DisposeAsync();
        }
    }

    private sealed class Page : ComponentBase
    {
        private bool _isHidden;

        [Parameter]
        public Action<Page> Known { get; set; } = null!;

        public int Rendered { get; private set; }

        public void RenderAgain() => StateHasChanged();

        public void Hide()
        {
            _isHidden = true;
            StateHasChanged();
        }

        protected override void OnInitialized() => Known(this);

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            if (_isHidden)
            {
                return;
            }

            builder.OpenComponent<GrayView>(0);
            builder.AddComponentParameter(1, nameof(GrayView.Flag), "beta");
            builder.AddComponentParameter(2, nameof(GrayView.ChildContent), Content("shown"));
            builder.AddComponentParameter(3, nameof(GrayView.Otherwise), Content("other"));
            builder.CloseComponent();
        }

        private RenderFragment Content(string text) => builder =>
        {
            Rendered++;
            builder.AddContent(0, text);
        };
    }
}
