using GrayFlags.AspNetCore.Requests;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace GrayFlags.AspNetCore;

/// <summary>
/// Shows what it holds to those for whom a flag is on, in Blazor: <c>&lt;GrayView Flag="new-banner"&gt;…&lt;/GrayView&gt;</c>. What is not shown is not
/// rendered. Asked again whenever the component around it renders, and when somebody signs in or out.
/// </summary>
/// <remarks>
/// Asks for the context that the app says, else for the request. Where there is none, or the user of the circuit has changed since it began, it asks for the
/// user of the <see cref="AuthenticationStateProvider"/>, by claims alone.
/// </remarks>
public sealed class GrayView : ComponentBase, IDisposable
{
    private AuthenticationStateProvider? _users;
    private GrayContext? _user;
    private bool _isUserChanged;

    /// <summary>The flag's name; a flag that does not exist is off.</summary>
    [Parameter, EditorRequired]
    public string Flag { get; set; } = "";

    /// <summary>The variant that must be served; null for any or none.</summary>
    [Parameter]
    public string? Variant { get; set; }

    /// <summary>What is shown where the flag is on.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>What is shown to the others. Default: nothing.</summary>
    [Parameter]
    public RenderFragment? Otherwise { get; set; }

    // Not the pinned one: the scope of a circuit lasts as long as a visit.
    [Inject]
    private IGrayEvaluator Flags { get; set; } = null!;

    [Inject]
    private IServiceProvider Services { get; set; } = null!;

    /// <summary>Stops listening for users who sign in or out.</summary>
    public void Dispose()
    {
        if (_users is not null)
        {
            _users.AuthenticationStateChanged -= OnUserChanged;
        }
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _users = Services.GetService<AuthenticationStateProvider>();
        if (_users is not null)
        {
            _users.AuthenticationStateChanged += OnUserChanged;
        }
    }

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() =>
        _users is not null && _user is null && !IsInRequest ? LearnAsync(_users.GetAuthenticationStateAsync) : Task.CompletedTask;

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);

        var decision = _user is not null && (_isUserChanged || !IsInRequest) && !IsSaid ? Flags.Evaluate(Flag ?? "", _user) : Flags.Evaluate(Flag ?? "");
        var isMeant = decision.Enabled && (Variant is null || string.Equals(Variant, decision.Variant, StringComparison.OrdinalIgnoreCase));
        builder.AddContent(0, isMeant ? ChildContent : Otherwise);
    }

    private bool IsInRequest => Services.GetService<GrayRequests>()?.CurrentHttp is not null;

    private bool IsSaid => Services.GetService<GrayContextAccessor>()?.Context is not null;

    private void OnUserChanged(Task<AuthenticationState> state) => _ = InvokeAsync(async () =>
    {
        _isUserChanged = true;
        await LearnAsync(() => state).ConfigureAwait(true);
        StateHasChanged();
    });

    // A provider that is not set up for this scope, or fails, knows nobody.
    private async Task LearnAsync(Func<Task<AuthenticationState>> ask)
    {
        try
        {
            var state = await ask().ConfigureAwait(true);
            _user = state.User.GetGrayContext(Services.GetRequiredService<IOptions<GrayAspNetCoreOptions>>().Value);
        }
        catch (Exception)
        {
            _user = GrayContext.Anonymous;
        }
    }
}
