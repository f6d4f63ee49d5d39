using Microsoft.AspNetCore.Mvc.RazorPages;

namespace GrayFlags.AspNetCore.Tests.Pages;

[RequireGrayFlag("ana-only")]
public sealed class BetaModel : PageModel;
