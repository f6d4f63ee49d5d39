using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>The endpoint of a request in which a gate was asked, which notes what was chosen: middleware may forget it.</summary>
internal sealed class NotedEndpoint(GrayRequest request, HttpContext http, Endpoint? chosen) : IEndpointFeature
{
    private Endpoint? _endpoint = chosen;

    public Endpoint? Endpoint
    {
        get => _endpoint;
        set
        {
            _endpoint = value;
            if (value is not null)
            {
                request.NoteEndpoint(http);
            }
        }
    }
}
