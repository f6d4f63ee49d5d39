using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace GrayFlags.AspNetCore;

/// <summary>
/// Shows what it holds to those for whom a flag is on, in Blazor: <c>&lt;GrayView Flag="new-banner"&gt;…&lt;/GrayView&gt;</c>. What is not shown is not
/// rendered. Asked again whenever the component around it renders.
/// </summary>
public sealed class GrayView : ComponentBase
{
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

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);

        var decision = Flags.Evaluate(Flag ?? "");
        var isMeant = decision.Enabled && (Variant is null || string.Equals(Variant, decision.Variant, StringComparison.OrdinalIgnoreCase));
        builder.AddContent(0, isMeant ? ChildContent : Otherwise);
    }
}
