#include "app/platform/x11_clipboard.h"

#include <xcb/xcb.h>

#include <cstdlib>

namespace rope {
namespace {

struct Free {
    void operator()(void* reply) const { std::free(reply); }
};
template <class T>
using Reply = std::unique_ptr<T, Free>;

}  // namespace

struct X11Clipboard::Request {
    xcb_window_t requestor;
    xcb_atom_t target, property;
    xcb_timestamp_t time;
};

Checked<std::unique_ptr<X11Clipboard>> X11Clipboard::open(const std::string& display) {
    std::unique_ptr<X11Clipboard> self(new X11Clipboard);
    int screen = 0;
    self->connection_ = xcb_connect(display.empty() ? nullptr : display.c_str(), &screen);
    if (xcb_connection_has_error(self->connection_) != 0)
        return Fault{.id = "no_x_server",
                     .subject = "a picture on the clipboard",
                     .rule = "needs an X server",
                     .remedy = "export it with Ctrl+E",
                     .where = ""};
    auto roots = xcb_setup_roots_iterator(xcb_get_setup(self->connection_));
    for (; screen > 0 && roots.rem > 1; --screen)
        xcb_screen_next(&roots);
    self->window_ = xcb_generate_id(self->connection_);
    const std::uint32_t events = XCB_EVENT_MASK_PROPERTY_CHANGE;
    xcb_create_window(self->connection_, XCB_COPY_FROM_PARENT, self->window_, roots.data->root, 0, 0, 1, 1, 0,
                      XCB_WINDOW_CLASS_INPUT_OUTPUT, XCB_COPY_FROM_PARENT, XCB_CW_EVENT_MASK, &events);
    self->clipboard_ = self->atom("CLIPBOARD");
    self->targets_ = self->atom("TARGETS");
    self->timestamp_ = self->atom("TIMESTAMP");
    self->stamp_ = self->atom("_ROPE_EXPLORER_STAMP");
    self->end_ = self->atom("_ROPE_EXPLORER_END");
    self->thread_ = std::thread([owner = self.get()] { owner->serve(); });
    return self;
}

X11Clipboard::~X11Clipboard() {
    if (thread_.joinable()) {
        xcb_client_message_event_t end{};
        end.response_type = XCB_CLIENT_MESSAGE;
        end.format = 32;
        end.window = window_;
        end.type = end_;
        xcb_send_event(connection_, 0, window_, 0, reinterpret_cast<const char*>(&end));
        xcb_flush(connection_);
        thread_.join();
    }
    xcb_disconnect(connection_);
}

std::uint32_t X11Clipboard::atom(const std::string& name) {
    const auto asked = xcb_intern_atom(connection_, 0, static_cast<std::uint16_t>(name.size()), name.c_str());
    const Reply<xcb_intern_atom_reply_t> reply(xcb_intern_atom_reply(connection_, asked, nullptr));
    return reply ? reply->atom : static_cast<std::uint32_t>(XCB_ATOM_NONE);
}

void X11Clipboard::offer(std::vector<ClipboardForm> forms) {
    std::map<std::uint32_t, std::string> by_target;
    for (ClipboardForm& form : forms)
        by_target[atom(form.type)] = std::move(form.bytes);
    {
        const std::lock_guard lock(mutex_);
        forms_ = std::move(by_target);
    }
    // The selection is owned from a time of the server, which the change of a property tells (ICCCM 2.1).
    xcb_change_property(connection_, XCB_PROP_MODE_APPEND, window_, stamp_, XCB_ATOM_STRING, 8, 0, "");
    xcb_flush(connection_);
}

void X11Clipboard::serve() {
    while (const Reply<xcb_generic_event_t> event{xcb_wait_for_event(connection_)}) {
        switch (event->response_type & 0x7F) {
            case XCB_CLIENT_MESSAGE:
                if (reinterpret_cast<const xcb_client_message_event_t*>(event.get())->type == end_) return;
                break;
            case XCB_PROPERTY_NOTIFY: {
                const auto* changed = reinterpret_cast<const xcb_property_notify_event_t*>(event.get());
                if (changed->atom != stamp_) break;
                owned_since_ = changed->time;
                xcb_set_selection_owner(connection_, window_, clipboard_, owned_since_);
                xcb_flush(connection_);
                break;
            }
            case XCB_SELECTION_CLEAR: {
                const std::lock_guard lock(mutex_);
                forms_.clear();
                break;
            }
            case XCB_SELECTION_REQUEST: {
                const auto* asked = reinterpret_cast<const xcb_selection_request_event_t*>(event.get());
                // Old programs name no property: the target stands for it (ICCCM 2.2).
                answer({asked->requestor, asked->target,
                        asked->property == XCB_ATOM_NONE ? asked->target : asked->property, asked->time});
                break;
            }
            default:
                break;
        }
    }
}

void X11Clipboard::answer(const Request& request) {
    xcb_selection_notify_event_t notify{};
    notify.response_type = XCB_SELECTION_NOTIFY;
    notify.time = request.time;
    notify.requestor = request.requestor;
    notify.selection = clipboard_;
    notify.target = request.target;
    notify.property = put(request) ? request.property : static_cast<xcb_atom_t>(XCB_ATOM_NONE);
    xcb_send_event(connection_, 0, request.requestor, 0, reinterpret_cast<const char*>(&notify));
    xcb_flush(connection_);
}

bool X11Clipboard::put(const Request& request) {
    const auto change = [&](xcb_atom_t type, std::uint8_t bits, std::size_t count, const void* data) {
        xcb_change_property(connection_, XCB_PROP_MODE_REPLACE, request.requestor, request.property, type,
                            bits, static_cast<std::uint32_t>(count), data);
        return true;
    };
    const std::lock_guard lock(mutex_);
    if (request.target == targets_) {
        std::vector<xcb_atom_t> all{targets_, timestamp_};
        for (const auto& form : forms_)
            all.push_back(form.first);
        return change(XCB_ATOM_ATOM, 32, all.size(), all.data());
    }
    if (request.target == timestamp_) return change(XCB_ATOM_INTEGER, 32, 1, &owned_since_);
    const auto form = forms_.find(request.target);
    constexpr std::size_t kHeader = 64;  // of the request, generously
    const std::size_t most = std::size_t{4} * xcb_get_maximum_request_length(connection_) - kHeader;
    if (form == forms_.end() || form->second.size() > most) return false;
    return change(request.target, 8, form->second.size(), form->second.data());
}

}  // namespace rope
