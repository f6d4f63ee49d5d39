using GrayFlags;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Mvc.Pages;

[RequireGrayFlag("reports")]
public sealed class BetaModel : PageModel
{
    public string? Id { get; private set; }

    public void OnGet() => Id = HttpContext.GetGrayContext().UserId;
}
