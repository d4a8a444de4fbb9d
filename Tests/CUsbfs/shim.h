#ifndef CRAMPD_CUSBFS_SHIM_H
#define CRAMPD_CUSBFS_SHIM_H

#include <sys/ioctl.h>
#include <linux/types.h>
#include <linux/usbdevice_fs.h>

/// The requests of usbfs: macros that Swift cannot see.
enum {
  crampd_usb_reset_endpoint = USBDEVFS_RESETEP,
  crampd_usb_set_interface = USBDEVFS_SETINTERFACE,
  crampd_usb_set_configuration = USBDEVFS_SETCONFIGURATION,
  crampd_usb_get_driver = USBDEVFS_GETDRIVER,
  crampd_usb_submit = USBDEVFS_SUBMITURB,
  crampd_usb_discard = USBDEVFS_DISCARDURB,
  crampd_usb_reap = USBDEVFS_REAPURB,
  crampd_usb_reap_no_delay = USBDEVFS_REAPURBNDELAY,
  crampd_usb_claim = USBDEVFS_CLAIMINTERFACE,
  crampd_usb_release = USBDEVFS_RELEASEINTERFACE,
  crampd_usb_ioctl = USBDEVFS_IOCTL,
  crampd_usb_reset = USBDEVFS_RESET,
  crampd_usb_clear_halt = USBDEVFS_CLEAR_HALT,
  crampd_usb_disconnect = USBDEVFS_DISCONNECT,
  crampd_usb_connect = USBDEVFS_CONNECT,
  crampd_usb_get_capabilities = USBDEVFS_GET_CAPABILITIES,
  crampd_usb_disconnect_claim = USBDEVFS_DISCONNECT_CLAIM,
  crampd_usb_get_speed = USBDEVFS_GET_SPEED,
};

#endif
