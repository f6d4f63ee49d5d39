using GrayFlags.AspNetCore.Requests;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace GrayFlags.AspNetCore;

/// <summary>
/// Renders its content for users with a flag on, in Blazor: <c>&lt;GrayView Flag="new-banner"&gt;…&lt;/GrayView&gt;</c>. The flag is evaluated
/// again whenever the parent component renders, and when a user signs in or out.
/// </summary>
/// <remarks>
/// Uses the context that the app sets, else that of the request. When there is none, or the circuit's user has changed, it builds one from the claims of
/// the <see cref="AuthenticationStateProvider"/>'s user alone.
/// </remarks>
public sealed class GrayView : ComponentBase, IDisposable
{
    private AuthenticationStateProvider? _users;
    private GrayContext? _user;
    private bool _isUserChanged;

    /// <summary>The flag's name; a flag that does not exist is off.</summary>
    [Parameter, EditorRequired]
    public string Flag { get; set; } = "";

    /// <summary>The variant that must be served; null to accept any.</summary>
    [Parameter]
    public string? Variant { get; set; }

    /// <summary>The content to render when the flag is on.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>The content to render otherwise. Default: nothing.</summary>
    [Parameter]
    public RenderFragment? Otherwise { get; set; }

    // Not the pinned snapshot: the scope of a circuit lasts as long as a visit.
    [Inject]
    private IGrayEvaluator Flags { get; set; } = null!;

    [Inject]
    private IServiceProvider Services { get; set; } = null!;

    /// <summary>Stops observing sign-ins and sign-outs.</summary>
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

    // When the provider is not set up for this scope, or fails, the user is unknown.
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
